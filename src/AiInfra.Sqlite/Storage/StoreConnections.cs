using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Storage;

/// <summary>Opens connections to a store's file.</summary>
internal sealed class StoreConnections(string path, SqliteStoreOptions options)
{
    private const int MostIdleLogBytes = 16 << 20; // a huge change grows the write-ahead log; this much of it stays for the next

    public SqliteConnection Connect(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = mode == SqliteOpenMode.ReadOnly ? Unchanging() : path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds),
        }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    public SqliteSession Open(SqliteOpenMode mode)
    {
        SqliteConnection connection = Connect(mode);
        bool opened = false;
        try
        {
            var session = new SqliteSession(connection);
            session.Script($"PRAGMA busy_timeout = {(int)options.BusyTimeout.TotalMilliseconds};");
            if (mode == SqliteOpenMode.ReadOnly)
            {
                session.Script("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;");
                opened = true;
                return session;
            }

            if (SQLitePCL.raw.sqlite3_db_readonly(connection.Handle, "main") == 1)
            {
                throw SqliteStoreException.From(new SqliteException("The file is read-only.", 8), path); // SQLite opens it all the same, and fails at the first change
            }

            if (mode == SqliteOpenMode.ReadWriteCreate && session.Number("PRAGMA page_count") == 0)
            {
                session.Script("PRAGMA auto_vacuum = INCREMENTAL"); // only a file without pages takes it; another would ask for the write lock
            }

            session.Script("PRAGMA journal_mode = WAL");
            session.Script($"PRAGMA synchronous = {(options.SurvivesPowerCut ? "FULL" : "NORMAL")}; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000; PRAGMA journal_size_limit = {MostIdleLogBytes};");
            if (mode == SqliteOpenMode.ReadWrite)
            {
                session.Script("PRAGMA query_only = 1"); // whoever changes rows takes a turn on the writing thread
            }

            opened = true;
            return session;
        }
        finally
        {
            if (!opened)
            {
                connection.Dispose();
            }
        }
    }

    /// <summary>A closed store is read as a file that nobody changes, which needs no file beside it. One with a log left is read with it, where its folder allows.</summary>
    private string Unchanging()
    {
        var log = new FileInfo(path + "-wal");
        return log.Exists && log.Length > 0 ? path : $"file:{path.Replace("%", "%25", StringComparison.Ordinal).Replace("?", "%3f", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal)}?immutable=1";
    }
}
