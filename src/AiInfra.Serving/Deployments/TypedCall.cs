using AiInfra.Core.Signals;

namespace AiInfra.Serving.Deployments;

/// <summary>A typed request on its way through a batch, with what is needed to let it out of the deployment.</summary>
internal readonly struct TypedCall<TIn>(TIn request, in Ticket ticket)
{
    public TIn Request { get; } = request;

    public RequestId Id { get; } = ticket.Id;

    public long Started { get; } = ticket.Started;

    public PredictionRole Role { get; } = ticket.Role;
}
