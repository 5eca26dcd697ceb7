using System.Collections.Concurrent;
using AiInfra.Core.Storage;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Storage;

/// <summary>One SQLite file in WAL mode: one thread writes within the process, readers beside it, other processes wait their turn.</summary>
internal sealed class SqliteDatabase : IStoreDatabase, IDisposable
{
    private const int IdleReaders = 8;
    private static readonly TimeSpan LongLocked = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);
    private readonly SqliteStoreOptions _options;
    private readonly StoreConnections _connections;
    private readonly WriteProbe _probe;
    private readonly FileIdentity? _identity;
    private readonly WriteThread _changes;
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly SqliteSession _writer;
    private volatile bool _disposed;
    private Tuple<string, long>? _refused;

    /// <param name="path">The file.</param>
    /// <param name="options">How to open it.</param>
    /// <param name="time">Clock.</param>
    /// <param name="modules">Whose tables it has.</param>
    public SqliteDatabase(string path, SqliteStoreOptions options, TimeProvider time, IEnumerable<IStoreModule> modules)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options.Checked();
        Path = System.IO.Path.GetFullPath(path);
        Time = time;
        _options = options;
        _connections = new StoreConnections(Path, options);
        _changes = new WriteThread($"AiInfra store {System.IO.Path.GetFileName(Path)}", time);
        _probe = new WriteProbe(Path, time);
        Modules = InstalledModule.Install(modules, this);
        if (!options.ReadOnly)
        {
            MakeFolder(Path);
        }

        Owner = new OwnerLock(Path);
        _writer = Guard(() =>
        {
            SqliteSession session = _connections.Open(options.ReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate);
            bool ready = false;
            try
            {
                var schema = new SchemaUpgrade(session, Modules, Path, time);
                if (options.ReadOnly)
                {
                    schema.Require();
                }
                else
                {
                    schema.Run();
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
        _identity = new FileIdentity(Guard(() => _connections.Connect(options.ReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite)), Path);
    }

    /// <summary>Whether nothing can be changed.</summary>
    public bool IsReadOnly => _options.ReadOnly;

    public string Path { get; }

    public TimeProvider Time { get; }

    public string Dialect => StoreDialect.Sqlite;

    /// <summary>Whose tables are here, with their stores.</summary>
    public IReadOnlyList<InstalledModule> Modules { get; }

    /// <summary>Shows others that this process lives.</summary>
    public OwnerLock Owner { get; }

    /// <summary>Does work in one transaction: all of it or nothing.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return ChangeAsync(() => _writer.Transact("BEGIN IMMEDIATE", work), cancellationToken);
    }

    /// <summary>Writes the log back to the file as far as readers allow.</summary>
    public Task CheckpointAsync(CancellationToken cancellationToken) => ChangeAsync(() => _writer.All("PRAGMA wal_checkpoint(PASSIVE)", _ => 0).Count, cancellationToken);

    /// <summary>What keeps the store from being written, or null. Waits for nothing.</summary>
    public string? Fault()
    {
        if (_identity!.Fault() is { } gone)
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

        return _refused is { } refused && Time.GetElapsedTime(refused.Item2) < Remembered ? refused.Item1 : _probe.Fault();
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
                    T result = session.Transact("BEGIN", work);
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

    Task<T> IStoreDatabase.ReadAsync<T>(Func<IStoreSession, T> read, CancellationToken cancellationToken) => ReadAsync(LentSession.Within(Synchronous(read), reads: true), cancellationToken);

    Task<T> IStoreDatabase.WriteAsync<T>(Func<IStoreSession, T> write, CancellationToken cancellationToken) => WriteAsync(LentSession.Within(Synchronous(write), reads: false), cancellationToken);

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
        _identity?.Dispose();
        Owner.Dispose();
    }

    private static Func<IStoreSession, T> Synchronous<T>(Func<IStoreSession, T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return typeof(Task).IsAssignableFrom(typeof(T)) || typeof(T) == typeof(ValueTask) || (typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(ValueTask<>))
            ? throw new ArgumentException("The work is asynchronous: it would go on when its transaction has ended. Await before and after, not within.", nameof(work))
            : work;
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
            if (_identity!.Fault() is { } gone)
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
            throw _identity?.Fault() is { } gone ? new SqliteStoreException($"{gone} Put the store back from a copy and start this process again.", Path, e) : SqliteStoreException.From(e, Path);
        }
    }
}
