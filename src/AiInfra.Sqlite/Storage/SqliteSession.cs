using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Storage;

/// <summary>One connection with its prepared statements. Used by one thread at a time. Arguments are <c>$1</c>, <c>$2</c>… in the text.</summary>
/// <param name="connection">The connection; it goes with the session.</param>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private const int MostPrepared = 500; // this package asks far fewer; others may write values into their texts
    private readonly Dictionary<string, SqlText> _looked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>Executes a statement; returns how many rows it changed.</summary>
    public int Run(string sql, params ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteNonQuery();

    /// <summary>The connection as SQLite knows it.</summary>
    public SQLitePCL.sqlite3 Handle => connection.Handle!;

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

            if (_prepared.Count > MostPrepared || _looked.Count > MostPrepared)
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

    /// <summary>What is known of the SQL of others; it is looked at once.</summary>
    public SqlText Look(string sql)
    {
        if (!_looked.TryGetValue(sql, out SqlText? text))
        {
            _looked.Add(sql, text = new SqlText(sql));
        }

        return text;
    }

    /// <summary>The prepared statement with its arguments.</summary>
    public SqliteCommand Bind(string sql, ReadOnlySpan<object?> arguments)
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
