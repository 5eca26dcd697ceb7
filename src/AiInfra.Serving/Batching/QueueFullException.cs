namespace AiInfra.Serving.Batching;

/// <summary>The queue is full: the model gets more requests than it can answer. Try again later, or elsewhere (HTTP 503, UNAVAILABLE).</summary>
public sealed class QueueFullException(int queuedRows, int maxQueuedRows, Exception? inner = null)
    : AiInfraException($"{queuedRows} rows wait already and at most {maxQueuedRows} may. Try again later, or raise the queue's limit or the instances.", inner)
{
    /// <summary>Rows that waited.</summary>
    public int QueuedRows { get; } = queuedRows;

    /// <summary>The limit.</summary>
    public int MaxQueuedRows { get; } = maxQueuedRows;
}
