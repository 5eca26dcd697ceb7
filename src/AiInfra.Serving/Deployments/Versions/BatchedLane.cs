using AiInfra.Serving.Batching;

namespace AiInfra.Serving.Deployments.Versions;

/// <summary>Through the batcher.</summary>
internal sealed class BatchedLane<TRequest, TResult>(BatchLane<TRequest, TResult> lane) : ModelLane<TRequest, TResult>
{
    public override ValueTask<TResult> RunAsync(TRequest request, long now, BatchPriority priority, TimeSpan? timeout, CancellationToken cancellationToken) =>
        lane.RunAsync(request, now, priority, timeout, cancellationToken);
}
