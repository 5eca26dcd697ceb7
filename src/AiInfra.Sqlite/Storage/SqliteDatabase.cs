using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Storage;

/// <summary>One SQLite file in WAL mode: one thread writes within the process, readers beside it, other processes wait their turn.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int IdleReaders = 8;
    private const int MostIdleLogBytes = 16 << 20; // a huge change grows the write-ahead log; this much of it stays for the next
    private readonly string _connectionString;
    private readonly SqliteStoreOptions _options;
    private readonly WriteThread _changes;
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly SqliteSession _writer;
    private volatile bool _disposed;

    public SqliteDatabase(string path, SqliteStoreOptions options, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BusyTimeout, SqliteStoreOptions.ShortestBusyTimeout, nameof(options));
        Path = System.IO.Path.GetFullPath(path);
        Time = time;
        _options = options;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds),
        }.ToString();
        _changes = new WriteThread($"AiInfra store {System.IO.Path.GetFileName(Path)}", time);
        MakeFolder(Path);
        Life = new LifeSign(Path);
        _writer = Guard(() =>
        {
            SqliteSession session = Open();
            bool ready = false;
            try
            {
                SchemaUpgrade.Run(session, Path, time);
                ready = true;
                return session;
            }
            finally
            {
                if (!ready)
                {
                    session.Dispose();
                }
            }
        });
    }

    public string Path { get; }

    public TimeProvider Time { get; }

    /// <summary>Shows others that this process lives.</summary>
    public LifeSign Life { get; }

    /// <summary>Does work in one transaction: all of it or nothing.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _changes.RunAsync(() => Guard(() => Transact("BEGIN IMMEDIATE", _writer, work)), cancellationToken);
    }

    /// <inheritdoc cref="WriteAsync{T}" />
    public Task WriteAsync(Action<SqliteSession> work, CancellationToken cancellationToken) => WriteAsync(
        session =>
        {
            work(session);
            return true;
        },
        cancellationToken);

    /// <summary>Reads one state of the store, however many statements that takes.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return Task.Run(
            () => Guard(() =>
            {
                SqliteSession session = _readers.TryTake(out SqliteSession? idle) ? idle : Open();
                bool sound = false;
                try
                {
                    T result = Transact("BEGIN", session, work);
                    sound = !_disposed && _readers.Count < IdleReaders;
                    return result;
                }
                finally
                {
                    if (sound)
                    {
                        _readers.Add(session);
                        CloseIdleWhenDisposed();
                    }
                    else
                    {
                        session.Dispose();
                    }
                }
            }),
            cancellationToken);
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        // Changes that wait their turn are made first.
        _disposed = true;
        _changes.Dispose();
        CloseIdleWhenDisposed();
        _writer.Dispose();
        Life.Dispose();
    }

    private static T Transact<T>(string begin, SqliteSession session, Func<SqliteSession, T> work)
    {
        session.Run(begin);
        bool committed = false;
        try
        {
            T result = work(session);
            session.Run("COMMIT");
            committed = true;
            return result;
        }
        finally
        {
            if (!committed)
            {
                RollBack(session);
            }
        }
    }

    private static void RollBack(SqliteSession session)
    {
        try
        {
            session.Run("ROLLBACK");
        }
        catch (SqliteException e) when (e.SqliteErrorCode == 1)
        {
            // SQLite has rolled back by itself already, as it does when the disk is full.
        }
    }

    private static void MakeFolder(string path)
    {
        string folder = System.IO.Path.GetDirectoryName(path)!;
        if (Directory.Exists(path))
        {
            throw new SqliteStoreException($"{path} is a folder; the store needs a file there. Name a file in it.", path);
        }

        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SqliteStoreException($"The folder {folder} for the store can't be made: {e.Message} Choose a folder that this process may write to.", folder, e);
        }
    }

    private void CloseIdleWhenDisposed()
    {
        while (_disposed && _readers.TryTake(out SqliteSession? reader))
        {
            reader.Dispose();
        }
    }

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw SqliteStoreException.From(e, Path);
        }
    }

    private SqliteSession Open()
    {
        var connection = new SqliteConnection(_connectionString);
        bool opened = false;
        try
        {
            connection.Open();
            var session = new SqliteSession(connection);
            session.Script($"PRAGMA busy_timeout = {(int)_options.BusyTimeout.TotalMilliseconds}; PRAGMA journal_mode = WAL;");
            session.Script($"PRAGMA synchronous = {(_options.SurvivesPowerCut ? "FULL" : "NORMAL")}; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000; PRAGMA journal_size_limit = {MostIdleLogBytes};");
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
}
