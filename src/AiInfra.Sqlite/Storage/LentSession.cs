using System.Data.Common;
using AiInfra.Core.Storage;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Storage;

/// <summary>A session as the work of others gets it: for as long as the work runs and on its thread, one statement at a time, with what every store keeps alike.</summary>
/// <param name="session">The store's own.</param>
/// <param name="reads">Whether only reading is allowed.</param>
internal sealed class LentSession(SqliteSession session, bool reads) : IStoreSession
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile bool _ended;

    /// <summary>Does work with a session that is worth nothing afterwards.</summary>
    public static Func<SqliteSession, T> Within<T>(Func<IStoreSession, T> work, bool reads) => session =>
    {
        var lent = new LentSession(session, reads);
        try
        {
            return work(lent);
        }
        finally
        {
            lent._ended = true;
        }
    };

    public int Execute(string sql, params ReadOnlySpan<object?> arguments) => reads
        ? throw new InvalidOperationException("This work only reads the store; change rows in WriteAsync, which takes its turn and is one transaction.")
        : Bind(sql, arguments).ExecuteNonQuery();

    public IReadOnlyList<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        ArgumentNullException.ThrowIfNull(read);
        using SqliteDataReader reader = Bind(sql, arguments).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> arguments)
    {
        if (_ended || Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException(_ended
                ? "This session has ended with the work that it was given to, and its transaction with it. Ask WriteAsync or ReadAsync for another."
                : "A session is used on the thread of the work that it was given to. Do one statement after the other there, or ask WriteAsync or ReadAsync for another session.");
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        SqlText text = session.Look(sql);
        if (text.IsEndOfTransaction)
        {
            throw new ArgumentException($"'{sql}' begins or ends a transaction, or changes the connection. The work is one transaction already; throw to undo it.", nameof(sql));
        }

        if (text.HasMany)
        {
            throw new ArgumentException($"'{sql}' is more than one statement; a session executes one at a time. Call it once for each: they are one transaction anyway.", nameof(sql));
        }

        if (text.Arguments != arguments.Length)
        {
            throw new ArgumentException($"'{sql}' takes {(text.Arguments == 0 ? "no arguments" : $"arguments up to ${text.Arguments}")}, and {arguments.Length} came. Give as many as the text names: $1, $2….", nameof(arguments));
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is not (null or bool or int or long or string or byte[] or double))
            {
                throw new ArgumentException($"Argument ${i + 1} is a {arguments[i]!.GetType().Name}; null, bool, int, long, double, string and byte[] are kept alike by every store. Write a time as UTC ticks (UtcTicks), an enum as an int or a text.", nameof(arguments));
            }

            if (arguments[i] is double.NaN)
            {
                throw new ArgumentException($"Argument ${i + 1} is NaN, which SQLite would keep as NULL. Write NULL, or a text.", nameof(arguments));
            }
        }

        return session.Bind(sql, arguments);
    }
}
