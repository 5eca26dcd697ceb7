using System.Collections.Concurrent;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Batching;

/// <summary>A way into a batcher for requests of one kind. Requests of different lanes wait in one queue but never share a batch. Thread-safe.</summary>
public sealed class BatchLane<TRequest, TResult>
{
    private const int MostPooled = 1024;
    private readonly ConcurrentQueue<BatchItem<TRequest, TResult>> _pool = new();
    private BatchItem<TRequest, TResult>? _last;
    private int _pooled;

    internal BatchLane(Batcher batcher, IModelCodec<TRequest, TResult> codec)
    {
        Batcher = batcher;
        Codec = codec;
        IsUniform = codec.IsUniform;
    }

    internal Batcher Batcher { get; }

    internal IModelCodec<TRequest, TResult> Codec { get; }

    internal bool IsUniform { get; }

    /// <summary>Runs a request in some batch. Await the task once, as every ValueTask.</summary>
    /// <param name="request">The request; do not change it before the answer.</param>
    /// <param name="priority">Who goes first.</param>
    /// <param name="timeout">How long it may wait for its turn; null for as long as it takes. A call that runs is not interrupted.</param>
    /// <param name="cancellationToken">Takes the request out of the queue. A call that runs is not interrupted.</param>
    /// <exception cref="InferenceRequestException">The request does not fit the model, or has more rows than a batch.</exception>
    /// <exception cref="QueueFullException">Too many rows wait already.</exception>
    /// <exception cref="RequestTimeoutException">Its time was up while it waited.</exception>
    /// <exception cref="InferenceException">The model failed on this request.</exception>
    /// <exception cref="ObjectDisposedException">The batcher was disposed.</exception>
    public ValueTask<TResult> RunAsync(TRequest request, BatchPriority priority = BatchPriority.Normal, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        RunAsync(request, Batcher.Time.GetTimestamp(), priority, timeout, cancellationToken);

    /// <summary>As above, for a caller who knows the time.</summary>
    internal ValueTask<TResult> RunAsync(TRequest request, long now, BatchPriority priority, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            Codec.Failed(request, new OperationCanceledException(cancellationToken));
            return ValueTask.FromCanceled<TResult>(cancellationToken);
        }

        BatchItem<TRequest, TResult> item = Rent();
        item.Begin(request, IsUniform ? 1 : Codec.Rows(request), priority);
        var task = new ValueTask<TResult>(item, item.Version);
        if (Batcher.TryJoin(item, now, timeout) is Exception refused)
        {
            Return(item);
            Codec.Failed(request, refused);
            return ValueTask.FromException<TResult>(refused);
        }

        if (cancellationToken.CanBeCanceled)
        {
            item.Watch(cancellationToken);
        }

        return task;
    }

    internal void Return(BatchItem<TRequest, TResult> item)
    {
        if (Interlocked.CompareExchange(ref _last, item, null) is null)
        {
            return;
        }

        if (Interlocked.Increment(ref _pooled) <= MostPooled)
        {
            _pool.Enqueue(item);
        }
        else
        {
            Interlocked.Decrement(ref _pooled);
        }
    }

    private BatchItem<TRequest, TResult> Rent()
    {
        // A caller who asks again at once gets back the item of its last answer.
        if (Interlocked.Exchange(ref _last, null) is BatchItem<TRequest, TResult> last)
        {
            return last;
        }

        if (!_pool.TryDequeue(out BatchItem<TRequest, TResult>? item))
        {
            return new BatchItem<TRequest, TResult>(this);
        }

        Interlocked.Decrement(ref _pooled);
        return item;
    }
}
