namespace AiInfra.Serving.Batching;

/// <summary>A request was still waiting for its turn when its time was up. The model never saw it.</summary>
public sealed class RequestTimeoutException(TimeSpan timeout, Exception? inner = null)
    : AiInfraException($"The request waited for its turn longer than the {timeout.TotalMilliseconds:0.###} ms it had. The model is busy; try again later or allow more time.", inner)
{
    /// <summary>The time it had.</summary>
    public TimeSpan Timeout { get; } = timeout;
}
