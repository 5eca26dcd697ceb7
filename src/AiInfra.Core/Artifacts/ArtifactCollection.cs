namespace AiInfra.Core.Artifacts;

/// <summary>What a garbage collection did, or would do in a dry run.</summary>
public sealed record ArtifactCollection
{
    /// <summary>Whether nothing was deleted because it was a dry run.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Artifacts that went, or would go.</summary>
    public required IReadOnlyList<ArtifactInfo> Removed { get; init; }

    /// <summary>Artifacts that something refers to.</summary>
    public required long Referenced { get; init; }

    /// <summary>Artifacts that nothing refers to but that are younger than the grace period, or were put again meanwhile.</summary>
    public required long Spared { get; init; }

    /// <summary>Bytes that stay.</summary>
    public required long KeptBytes { get; init; }

    /// <summary>Artifacts that something refers to and that the store does not hold: they were lost.</summary>
    public required IReadOnlyList<ArtifactDigest> Missing { get; init; }

    /// <summary>Writers that died while they wrote and whose leftovers were removed.</summary>
    public int DeadWriters { get; init; }

    /// <summary>Bytes that went, or would go.</summary>
    public long RemovedBytes => Removed.Sum(r => r.Bytes);

    /// <inheritdoc />
    public override string ToString() => $"ArtifactCollection {{ DryRun = {DryRun}, Removed = {Shown.List(Removed)}, Referenced = {Referenced}, Spared = {Spared}, KeptBytes = {KeptBytes}, Missing = {Shown.List(Missing)}, DeadWriters = {DeadWriters} }}";
}
