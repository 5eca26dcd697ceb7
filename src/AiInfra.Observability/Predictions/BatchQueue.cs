namespace AiInfra.Observability.Predictions;

/// <summary>A bounded queue whose items a thread of its own hands on in batches, in order. A batch is what has gathered while the last one was handled.</summary>
/// <remarks>The thread is the queue's and not the pool's: a store that stands still keeps no thread that requests and health probes need.</remarks>
internal sealed class BatchQueue<T> : IAsyncDisposable
{
    private readonly Queue<Entry> _waiting = new();
    private readonly Func<IReadOnlyList<T>, Task> _handle;
    private readonly int _capacity;
    private readonly int _batchSize;
    private readonly WhenFull _whenFull;
    private readonly object _change = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _closed;
    private long _dropped;

    /// <param name="name">Names the thread.</param>
    /// <param name="capacity">Items that may wait.</param>
    /// <param name="batchSize">Items handed on at once, at most.</param>
    /// <param name="whenFull">What an item meets that finds no room.</param>
    /// <param name="handle">Takes a batch. It tells of its own faults; the batch of one that throws is counted as dropped.</param>
    public BatchQueue(string name, int capacity, int batchSize, WhenFull whenFull, Func<IReadOnlyList<T>, Task> handle)
    {
        _capacity = capacity;
        _batchSize = batchSize;
        _whenFull = whenFull;
        _handle = handle;
        new Thread(Pump) { Name = name, IsBackground = true }.Start();
    }

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes an item, or drops and counts it. After disposal every item is dropped and counted.</summary>
    public bool Add(T item)
    {
        lock (_change)
        {
            while (!_closed && _waiting.Count >= _capacity && _whenFull == WhenFull.Wait)
            {
                Monitor.Wait(_change);
            }

            if (!_closed && _waiting.Count < _capacity)
            {
                Put(new Entry(item, null));
                return true;
            }
        }

        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Waits until everything added before this call has been handled.</summary>
    public Task FlushAsync(CancellationToken cancellationToken = default)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_change)
        {
            if (_closed)
            {
                // What was there is being handled to its end.
                return _ended.Task.WaitAsync(cancellationToken);
            }

            Put(new Entry(default!, done));
        }

        return done.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_change)
        {
            _closed = true;
            Monitor.PulseAll(_change);
        }

        await _ended.Task.ConfigureAwait(false);
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

    private void Pump()
    {
        var batch = new List<T>(Math.Min(_batchSize, 1024));
        while (Next(batch, out TaskCompletionSource? flushed))
        {
            if (batch.Count > 0)
            {
                Handle(batch);
                batch.Clear();
            }

            flushed?.SetResult();
        }

        _ended.SetResult();
    }

    private void Handle(List<T> batch)
    {
        try
        {
            // The thread is our own: it may wait.
            _handle(batch).GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            // Nobody catches above: it would end the process. Whoever handles tells of what it expects; what still comes out is counted.
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
                Monitor.PulseAll(_change);
            }

            return true;
        }
    }

    private readonly record struct Entry(T Item, TaskCompletionSource? Flushed);
}
