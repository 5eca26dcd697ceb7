namespace AiInfra.Serving.Batching;

/// <summary>Results on their way to their callers. What a caller does next runs on the thread that answers him.</summary>
/// <remarks>As long as a caller is not answered and nobody is free to do it, a second of these work items stands in the pool's queue: a caller who computes, or blocks, holds up nobody but himself.</remarks>
internal sealed class BatchAnswers(Batcher batcher) : IThreadPoolWorkItem
{
    private BatchItems _items = new();
    private int _next;
    private int _holders;

    /// <summary>Takes a batch over, and gives an empty list for it.</summary>
    public BatchItems Take(BatchItems items)
    {
        BatchItems empty = _items;
        _items = items;
        _next = 0;
        _holders = 1;
        return empty;
    }

    public void Execute()
    {
        int count = _items.Count;
        int mine = Interlocked.Increment(ref _next) - 1;
        if (mine + 1 < count)
        {
            Interlocked.Increment(ref _holders);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }

        for (; mine < count; mine = Interlocked.Increment(ref _next) - 1)
        {
            _items[mine].Complete();
        }

        // The last to leave: neither a thread nor the pool's queue knows of this batch any more.
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _items.Keep(0);
            batcher.Return(this);
        }
    }
}
