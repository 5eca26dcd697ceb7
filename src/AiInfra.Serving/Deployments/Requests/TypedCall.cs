using AiInfra.Core.Signals;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>A typed request on its way through a batch, with what is needed to let it out of the deployment.</summary>
internal readonly struct TypedCall<TIn>(TIn request, in RequestLease lease)
{
    public TIn Request { get; } = request;

    public RequestId Id { get; } = lease.Id;

    public long Started { get; } = lease.Started;

    public PredictionRole Role { get; } = lease.Role;
}
