using AiInfra.Serving.Batching;

namespace AiInfra.Serving.Deployments;

/// <summary>The way of one kind of request into a loaded version, batched or direct.</summary>
internal abstract class ModelLane<TRequest, TResult>
{
    public abstract ValueTask<TResult> RunAsync(TRequest request, BatchPriority priority, TimeSpan? timeout, CancellationToken cancellationToken);
}
