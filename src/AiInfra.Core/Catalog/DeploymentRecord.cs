namespace AiInfra.Core.Catalog;

/// <summary>A deployment as it should be: which versions answer, and how much of the traffic the one on trial gets.</summary>
public sealed record DeploymentRecord
{
    /// <summary>Name of the deployment.</summary>
    public required string Name { get; init; }

    /// <summary>Model it serves.</summary>
    public required string Model { get; init; }

    /// <summary>Version that answers, null before the first.</summary>
    public int? Champion { get; init; }

    /// <summary>Version on trial.</summary>
    public int? Challenger { get; init; }

    /// <summary>Share of requests the challenger answers, 0 to 1. At 0 it only shadows.</summary>
    public double ChallengerShare { get; init; }

    /// <summary>The champion before this one: where a rollback goes.</summary>
    public int? Previous { get; init; }

    /// <summary>Counts the changes; a save must name the revision it changes.</summary>
    public long Revision { get; init; }

    /// <summary>When it last changed, UTC.</summary>
    public DateTimeOffset ChangedAt { get; init; }
}
