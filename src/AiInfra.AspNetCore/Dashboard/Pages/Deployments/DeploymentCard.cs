using AiInfra.AspNetCore.Dashboard.Pages.Drift;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Deployments;

/// <summary>A deployment: what the catalog says of it and, where this process serves it, how it is doing.</summary>
internal sealed record DeploymentCard
{
    public required string Name { get; init; }

    public required string Model { get; init; }

    /// <summary>Status in this process, or "elsewhere".</summary>
    public required string Status { get; init; }

    public string? Reason { get; init; }

    public int? Champion { get; init; }

    public int? Challenger { get; init; }

    public double ChallengerShare { get; init; }

    public int? Previous { get; init; }

    public DateTimeOffset? ChangedAt { get; init; }

    public IReadOnlyList<VersionRow> Versions { get; init; } = [];

    public long ShadowsAnswered { get; init; }

    public long ShadowsDropped { get; init; }

    /// <summary>Alarms that are on.</summary>
    public IReadOnlyList<EventRow> Alarms { get; init; } = [];

    public QualityCourse? Quality { get; init; }

    public DriftFinding? Drift { get; init; }

    /// <summary>Whether this process can roll it back.</summary>
    public bool CanRollBack { get; init; }

    /// <summary>Whether this process can promote a version in it, or withdraw the one on trial.</summary>
    public bool CanChange { get; init; }
}
