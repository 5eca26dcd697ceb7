using AiInfra.Serving.Batching;

namespace AiInfra.Serving.Deployments.Versions;

/// <summary>The way of one kind of request into a loaded version, batched or direct.</summary>
internal abstract class ModelLane<TRequest, TResult>
{
    /// <param name="request">The request.</param>
    /// <param name="now">The present time, as a timestamp.</param>
    /// <param name="priority">Who goes first where requests wait.</param>
    /// <param name="timeout">How long it may wait.</param>
    /// <param name="cancellationToken">Takes it out of the queue.</param>
    public abstract ValueTask<TResult> RunAsync(TRequest request, long now, BatchPriority priority, TimeSpan? timeout, CancellationToken cancellationToken);
}
