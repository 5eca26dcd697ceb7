namespace AiInfra.Core.Signals;

/// <summary>A request that brought no answer; <see cref="Signal.Failure"/> says why. Its content is not kept.</summary>
public sealed record FailedRequest : Signal
{
    /// <inheritdoc />
    public override SignalBody Body => SignalBody.Failed;
}
