using AiInfra.Serving.Batching;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments.Versions;

/// <summary>Checks named tensors on the caller's thread and passes them on in the model's order.</summary>
internal sealed class TensorLane(ModelSignature signature, ModelLane<TensorRequest, TensorData[]> inner) : ModelLane<IReadOnlyList<NamedTensor>, TensorData[]>
{
    public override ValueTask<TensorData[]> RunAsync(IReadOnlyList<NamedTensor> request, long now, BatchPriority priority, TimeSpan? timeout, CancellationToken cancellationToken) =>
        inner.RunAsync(TensorRequest.Check(signature, request), now, priority, timeout, cancellationToken);
}
