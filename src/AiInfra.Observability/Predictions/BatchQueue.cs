using System.Threading.Channels;

namespace AiInfra.Observability.Predictions;

/// <summary>A bounded queue whose items one task hands on in batches, in order. A batch is what has gathered while the last one was handled.</summary>
internal sealed class BatchQueue<T> : IAsyncDisposable
{
    private readonly Channel<Entry> _channel;
    private readonly Func<IReadOnlyList<T>, Task> _handle;
    private readonly int _batchSize;
    private readonly WhenFull _whenFull;
    private readonly object _room = new();
    private readonly Task _pump;
    private bool _closed;
    private long _dropped;

    /// <param name="capacity">Items that may wait.</param>
    /// <param name="batchSize">Items handed on at once, at most.</param>
    /// <param name="whenFull">What an item meets that finds no room.</param>
    /// <param name="handle">Takes a batch; must not throw.</param>
    public BatchQueue(int capacity, int batchSize, WhenFull whenFull, Func<IReadOnlyList<T>, Task> handle)
    {
        _channel = Channel.CreateBounded<Entry>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _batchSize = batchSize;
        _whenFull = whenFull;
        _handle = handle;
        _pump = Task.Run(PumpAsync);
    }

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes an item, or drops and counts it. After disposal every item is dropped and counted.</summary>
    public bool Add(T item)
    {
        var entry = new Entry(item, null);
        if (_channel.Writer.TryWrite(entry))
        {
            return true;
        }

        if (_whenFull == WhenFull.Wait && Wait(entry))
        {
            return true;
        }

        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Waits until everything added before this call has been handled.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _channel.Writer.WriteAsync(new Entry(default!, done), cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // Disposed: what was there is being handled by the pump to its end.
            await _pump.WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        await done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        lock (_room)
        {
            _closed = true;
            Monitor.PulseAll(_room);
        }

        await _pump.ConfigureAwait(false);
    }

    // The pump takes this lock after every batch, so a thread that found no room is waiting by then and is woken.
    private bool Wait(Entry entry)
    {
        lock (_room)
        {
            while (!_channel.Writer.TryWrite(entry))
            {
                if (_closed)
                {
                    return false;
                }

                Monitor.Wait(_room);
            }

            return true;
        }
    }

    private async Task PumpAsync()
    {
        ChannelReader<Entry> reader = _channel.Reader;
        var batch = new List<T>(_batchSize);
        while (await reader.WaitToReadAsync().ConfigureAwait(false))
        {
            TaskCompletionSource? flushed = null;
            while (batch.Count < _batchSize && flushed is null && reader.TryRead(out Entry entry))
            {
                if (entry.Flushed is null)
                {
                    batch.Add(entry.Item);
                }

                flushed = entry.Flushed;
            }

            lock (_room)
            {
                Monitor.PulseAll(_room);
            }

            if (batch.Count > 0)
            {
                await _handle(batch).ConfigureAwait(false);
                batch.Clear();
            }

            flushed?.SetResult();
        }
    }

    private readonly record struct Entry(T Item, TaskCompletionSource? Flushed);
}
