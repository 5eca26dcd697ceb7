using AiInfra.Core.Catalog;

namespace AiInfra.Serving.Deployments;

/// <summary>A deployment as it is now, for pages and protocols.</summary>
public sealed record DeploymentView
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>The registered model.</summary>
    public required string Model { get; init; }

    /// <summary>Whether it can answer.</summary>
    public required DeploymentStatus Status { get; init; }

    /// <summary>What <see cref="DeploymentOptions.Optional"/> says.</summary>
    public bool? Optional { get; init; }

    /// <summary>Why not, where it cannot; "unloaded" after an unload. Without paths and the words of a runtime, which are in the log.</summary>
    public string? Reason { get; init; }

    /// <summary>What the catalog says; null before the start.</summary>
    public DeploymentRecord? Record { get; init; }

    /// <summary>Loaded versions: the champion, those on trial, the previous one.</summary>
    public IReadOnlyList<VersionView> Versions { get; init; } = [];

    /// <summary>Shadow copies answered.</summary>
    public long ShadowsAnswered { get; init; }

    /// <summary>Shadow copies that the challenger never saw: their queue was full, it does not take rows, or it went.</summary>
    public long ShadowsDropped { get; init; }

    /// <summary>Shadow copies on which the challenger failed.</summary>
    public long ShadowsFailed { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"DeploymentView {{ Name = {Name}, Model = {Model}, Status = {Status}, Optional = {Optional}, Reason = {Reason}, Record = {Record}, Versions = {Shown.List(Versions)}, ShadowsAnswered = {ShadowsAnswered}, ShadowsDropped = {ShadowsDropped}, ShadowsFailed = {ShadowsFailed} }}";
}
