namespace AiInfra.Core.Signals;

/// <summary>A bounded queue whose items a thread of its own writes in batches, in order. A batch is what has gathered while the last one was written.</summary>
/// <remarks>
/// Thread-safe. The thread is the writer's and not the pool's: a store that stands still keeps no thread that requests and health probes need.
/// A full queue makes whoever adds wait (<see cref="WhenFull.Wait"/>, <see cref="AddAsync"/>), drops and counts the item (<see cref="WhenFull.Drop"/>), or says so (<see cref="TryAdd"/>); nothing goes unseen.
/// A sink that throws ends neither thread nor process: its batch counts as dropped. Dispose it to write what still waits.
/// </remarks>
/// <typeparam name="T">What is written.</typeparam>
public sealed class BatchedWriter<T> : IAsyncDisposable
{
    private readonly Queue<Entry> _waiting = new();
    private readonly Func<IReadOnlyList<T>, Task> _write;
    private readonly int _capacity;
    private readonly int _batchSize;
    private readonly WhenFull _whenFull;
    private readonly object _change = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _room;
    private bool _closed;
    private long _dropped;

    /// <summary>Starts a writer.</summary>
    /// <param name="name">Names the thread.</param>
    /// <param name="capacity">Items that may wait.</param>
    /// <param name="batchSize">Items written at once, at most.</param>
    /// <param name="whenFull">What an item meets in <see cref="Add"/> that finds no room.</param>
    /// <param name="write">Writes a batch, whose list is used again afterwards. It tells of the faults it expects; the batch of one that still throws is counted as dropped.</param>
    public BatchedWriter(string name, int capacity, int batchSize, WhenFull whenFull, Func<IReadOnlyList<T>, Task> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentNullException.ThrowIfNull(write);
        _capacity = capacity;
        _batchSize = batchSize;
        _whenFull = whenFull;
        _write = write;
        new Thread(Pump) { Name = name, IsBackground = true }.Start();
    }

    /// <summary>Items that found no room, that came after disposal, or whose batch the sink threw on.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes an item, or drops and counts it. After disposal every item is dropped and counted.</summary>
    /// <returns>Whether it was taken.</returns>
    public bool Add(T item)
    {
        lock (_change)
        {
            while (!_closed && _waiting.Count >= _capacity && _whenFull == WhenFull.Wait)
            {
                Monitor.Wait(_change);
            }

            if (PutIfRoom(item))
            {
                return true;
            }
        }

        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Takes an item if there is room; otherwise, and after disposal, it is the caller's to keep or drop, and is not counted.</summary>
    /// <returns>Whether it was taken.</returns>
    public bool TryAdd(T item)
    {
        lock (_change)
        {
            return PutIfRoom(item);
        }
    }

    /// <summary>Takes an item; waits for room without a thread. After disposal it is the caller's, and is not counted.</summary>
    /// <returns>Whether it was taken.</returns>
    public async ValueTask<bool> AddAsync(T item, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task room;
            lock (_change)
            {
                if (PutIfRoom(item))
                {
                    return true;
                }

                if (_closed)
                {
                    return false;
                }

                room = (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until everything added before this call has been written.</summary>
    public Task FlushAsync(CancellationToken cancellationToken = default)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_change)
        {
            if (_closed)
            {
                // What was there is being written to its end.
                return _ended.Task.WaitAsync(cancellationToken);
            }

            Put(new Entry(default!, done));
        }

        return done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Writes what still waits and ends. Calling it again is fine.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_change)
        {
            _closed = true;
            Wake();
        }

        await _ended.Task.ConfigureAwait(false);
    }

    private bool PutIfRoom(T item)
    {
        if (_closed || _waiting.Count >= _capacity)
        {
            return false;
        }

        Put(new Entry(item, null));
        return true;
    }

    // The thread waits only for an empty queue and those who add only for a full one, so one condition serves both.
    private void Put(Entry entry)
    {
        _waiting.Enqueue(entry);
        if (_waiting.Count == 1)
        {
            Monitor.PulseAll(_change);
        }
    }

    private void Wake()
    {
        Monitor.PulseAll(_change);
        _room?.TrySetResult();
        _room = null;
    }

    private void Pump()
    {
        var batch = new List<T>(Math.Min(_batchSize, 1024));
        while (Next(batch, out TaskCompletionSource? flushed))
        {
            if (batch.Count > 0)
            {
                Write(batch);
                batch.Clear();
            }

            flushed?.SetResult();
        }

        _ended.SetResult();
    }

    private void Write(List<T> batch)
    {
        try
        {
            // The thread is our own: it may wait.
            _write(batch).GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            // Nobody catches above: it would end the process. Whoever writes tells of what it expects; what still comes out is counted.
            Interlocked.Add(ref _dropped, batch.Count);
        }
    }

    /// <summary>Waits for items and takes a batch; false when the queue is closed and empty.</summary>
    private bool Next(List<T> batch, out TaskCompletionSource? flushed)
    {
        flushed = null;
        lock (_change)
        {
            while (_waiting.Count == 0)
            {
                if (_closed)
                {
                    return false;
                }

                Monitor.Wait(_change);
            }

            bool full = _waiting.Count >= _capacity;
            while (batch.Count < _batchSize && flushed is null && _waiting.TryDequeue(out Entry entry))
            {
                if (entry.Flushed is null)
                {
                    batch.Add(entry.Item);
                }

                flushed = entry.Flushed;
            }

            if (full)
            {
                Wake();
            }

            return true;
        }
    }

    private readonly record struct Entry(T Item, TaskCompletionSource? Flushed);
}
