using AiInfra.Serving.Batching;

namespace AiInfra.Serving.Deployments;

/// <summary>What a request may say besides its inputs.</summary>
public sealed record PredictOptions
{
    /// <summary>Id of the prediction, when the caller has one; it must be unique.</summary>
    public string? Id { get; init; }

    /// <summary>Requests of one key stay with one version during a canary.</summary>
    public string? Key { get; init; }

    /// <summary>How long it may wait for its turn; null takes the deployment's.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Who goes first in the queue.</summary>
    public BatchPriority Priority { get; init; } = BatchPriority.Normal;

    /// <summary>Only this version may answer; it must be loaded (champion, challenger or previous). Such requests are not shadowed.</summary>
    public int? Version { get; init; }
}
