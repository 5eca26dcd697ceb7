using System.Data.Common;
using AiInfra.Core.Storage;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Storage;

/// <summary>One connection with its prepared statements. Used by one thread at a time. Arguments are <c>$1</c>, <c>$2</c>… in the text.</summary>
/// <param name="connection">The connection; it goes with the session.</param>
/// <param name="reads">Whether only reading is allowed.</param>
internal sealed class SqliteSession(SqliteConnection connection, bool reads) : IStoreSession, IDisposable
{
    private const int MostPrepared = 500; // this package asks far fewer; others may write values into their texts
    private readonly HashSet<string> _looked = new(StringComparer.Ordinal); // SQL of others that was looked at
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>Executes a statement; returns how many rows it changed.</summary>
    public int Run(string sql, params ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteNonQuery();

    /// <summary>Executes statements that are used once.</summary>
    public void Script(string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public List<T> All<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        using SqliteDataReader reader = Bind(sql, arguments).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(Decode(reader, read));
        }

        return rows;
    }

    public T? First<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        using SqliteDataReader reader = Bind(sql, arguments).ExecuteReader();
        return reader.Read() ? Decode(reader, read) : default;
    }

    public long? Number(string sql, params ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteScalar() is long number ? number : null;

    public string? Text(string sql, params ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteScalar() as string;

    /// <summary>Does work in one transaction: all of it or nothing.</summary>
    public T Transact<T>(string begin, Func<SqliteSession, T> work)
    {
        Run(begin);
        bool committed = false;
        try
        {
            T result = work(this);
            Run("COMMIT");
            committed = true;
            return result;
        }
        finally
        {
            if (!committed)
            {
                RollBack();
            }

            if (_prepared.Count > MostPrepared)
            {
                Forget();
            }
        }
    }

    public void Dispose()
    {
        Forget();
        connection.Dispose();
    }

    private void Forget()
    {
        foreach (SqliteCommand command in _prepared.Values)
        {
            command.Dispose();
        }

        _prepared.Clear();
        _looked.Clear();
    }

    int IStoreSession.Execute(string sql, params ReadOnlySpan<object?> arguments) => reads
        ? throw new InvalidOperationException("This work only reads the store; change rows in WriteAsync, which takes its turn and is one transaction.")
        : BindKept(sql, arguments).ExecuteNonQuery();

    IReadOnlyList<T> IStoreSession.Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        ArgumentNullException.ThrowIfNull(read);
        using SqliteDataReader reader = BindKept(sql, arguments).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private void RollBack()
    {
        try
        {
            Run("ROLLBACK");
        }
        catch (SqliteException e) when (e.SqliteErrorCode == 1)
        {
            // SQLite has rolled back by itself already, as it does when the disk is full.
        }
    }

    private T Decode<T>(SqliteDataReader reader, Func<SqliteDataReader, T> read)
    {
        try
        {
            return read(reader);
        }
        catch (Exception e) when (e is not (SqliteException or SqliteStoreException))
        {
            // SQLite has no checksums: what it gives back may be no number, time or JSON any more.
            throw new SqliteStoreException($"The store {connection.DataSource} is damaged: a row can't be understood ({e.Message}). Restore it from a copy, or salvage it with the sqlite3 tool's .recover command.", connection.DataSource, e);
        }
    }

    /// <summary>Binds what every store keeps alike.</summary>
    private SqliteCommand BindKept(string sql, ReadOnlySpan<object?> arguments)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        if (!_looked.Contains(sql) && SqlText.EndsTransaction(sql))
        {
            throw new ArgumentException($"'{sql}' begins or ends a transaction, or changes the connection. The work is one transaction already; throw to undo it.", nameof(sql));
        }

        _looked.Add(sql);
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

        return Bind(sql, arguments);
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> arguments)
    {
        if (!_prepared.TryGetValue(sql, out SqliteCommand? command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            _prepared.Add(sql, command);
        }

        // Two places may ask the same, one with arguments that its text does not name.
        for (int i = command.Parameters.Count + 1; i <= arguments.Length; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            command.Parameters[i].Value = arguments[i] ?? DBNull.Value;
        }

        return command;
    }
}
