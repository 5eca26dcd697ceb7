using AiInfra.Core.Artifacts;

namespace AiInfra.Core.Catalog;

/// <summary>A registered version of a model, immutable but for its tags.</summary>
public sealed record ModelVersion
{
    /// <summary>Model.</summary>
    public required string Model { get; init; }

    /// <summary>Version: 1, 2, 3… in order of registration. Zero in a version about to be registered.</summary>
    public int Version { get; init; }

    /// <summary>When it was registered, UTC.</summary>
    public DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Files by name, for example "model.onnx".</summary>
    public required IReadOnlyDictionary<string, ArtifactDigest> Files { get; init; }

    /// <summary>The run that made it.</summary>
    public string? RunId { get; init; }

    /// <summary>The dataset commit it was trained on.</summary>
    public string? DatasetCommitId { get; init; }

    /// <summary>What was measured when it was made.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc />
    public override string ToString() => $"ModelVersion {{ Model = {Model}, Version = {Version}, RegisteredAt = {RegisteredAt}, Files = {Shown.List(Files)}, RunId = {RunId}, DatasetCommitId = {DatasetCommitId}, Metrics = {Shown.List(Metrics)}, Tags = {Shown.List(Tags)} }}";
}
