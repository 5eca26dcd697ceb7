using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Storage;

/// <summary>One SQLite file in WAL mode: one thread writes within the process, readers beside it, other processes wait their turn.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int IdleReaders = 8;
    private static readonly TimeSpan LongLocked = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);
    private readonly SqliteStoreOptions _options;
    private readonly StoreConnections _connections;
    private readonly WritingPlace _place;
    private readonly FileInPlace? _inPlace;
    private readonly WriteThread _changes;
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly SqliteSession _writer;
    private volatile bool _disposed;
    private Tuple<string, long>? _refused;

    public SqliteDatabase(string path, SqliteStoreOptions options, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BusyTimeout, SqliteStoreOptions.ShortestBusyTimeout, nameof(options));
        Path = System.IO.Path.GetFullPath(path);
        Time = time;
        _options = options;
        _connections = new StoreConnections(Path, options);
        _changes = new WriteThread($"AiInfra store {System.IO.Path.GetFileName(Path)}", time);
        _place = new WritingPlace(Path, time);
        if (!options.ReadOnly)
        {
            MakeFolder(Path);
        }

        Life = new LifeSign(Path);
        _writer = Guard(() =>
        {
            SqliteSession session = _connections.Open(options.ReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate);
            bool ready = false;
            try
            {
                if (options.ReadOnly)
                {
                    SchemaUpgrade.Require(session, Path);
                }
                else
                {
                    SchemaUpgrade.Run(session, Path, time);
                }

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
        _inPlace = new FileInPlace(Guard(() => _connections.Connect(options.ReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite)), Path);
    }

    /// <summary>Whether nothing can be changed.</summary>
    public bool IsReadOnly => _options.ReadOnly;

    public string Path { get; }

    public TimeProvider Time { get; }

    /// <summary>Shows others that this process lives.</summary>
    public LifeSign Life { get; }

    /// <summary>Does work in one transaction: all of it or nothing.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return ChangeAsync(() => Transact("BEGIN IMMEDIATE", _writer, work), cancellationToken);
    }

    /// <summary>Writes the log back to the file as far as readers allow.</summary>
    public Task CheckpointAsync(CancellationToken cancellationToken) => ChangeAsync(() => _writer.All("PRAGMA wal_checkpoint(PASSIVE)", _ => 0).Count, cancellationToken);

    /// <summary>What keeps the store from being written, or null. Waits for nothing.</summary>
    public string? Fault()
    {
        if (_inPlace!.Fault() is { } gone)
        {
            return gone;
        }

        if (IsReadOnly)
        {
            return null;
        }

        if (_changes.Busy is var busy && busy >= LongLocked)
        {
            return $"The store {Path} has let a change wait for {busy.TotalSeconds:0} seconds: another process keeps it locked, or its disk is slow.";
        }

        return _refused is { } refused && Time.GetElapsedTime(refused.Item2) < Remembered ? refused.Item1 : _place.Fault();
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
                SqliteSession session = _readers.TryTake(out SqliteSession? idle) ? idle : _connections.Open(IsReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite);
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
        _inPlace?.Dispose();
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

    private Task<T> ChangeAsync<T>(Func<T> change, CancellationToken cancellationToken) => IsReadOnly
        ? Task.FromException<T>(new SqliteStoreException($"The store {Path} was opened with SqliteStoreOptions.ReadOnly; nothing in it can be changed.", Path))
        : _changes.RunAsync(() => Change(change), cancellationToken);

    private T Change<T>(Func<T> change)
    {
        try
        {
            if (_inPlace!.Fault() is { } gone)
            {
                throw new SqliteStoreException($"{gone} Nothing is written into what is left of it. Put the store back from a copy and start this process again.", Path);
            }

            T result = Guard(change);
            _refused = null;
            return result;
        }
        catch (SqliteStoreException e)
        {
            _refused = Tuple.Create(e.Message, Time.GetTimestamp());
            throw;
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
            throw _inPlace?.Fault() is { } gone ? new SqliteStoreException($"{gone} Put the store back from a copy and start this process again.", Path, e) : SqliteStoreException.From(e, Path);
        }
    }
}
