using AiInfra.Core.Artifacts;

namespace AiInfra.Core.Catalog;

/// <summary>A state of a dataset, immutable. Its id is the digest of its content, so equal content on an equal parent has an equal id.</summary>
public sealed record DatasetCommit
{
    /// <summary>Digest of dataset, parent, files, schema, message and metadata.</summary>
    public required string Id { get; init; }

    /// <summary>Dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>The commit before, null for the first.</summary>
    public string? ParentId { get; init; }

    /// <summary>Why.</summary>
    public required string Message { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Files in order; a reader concatenates their rows.</summary>
    public required IReadOnlyList<DatasetFile> Files { get; init; }

    /// <summary>Columns and kinds, as JSON.</summary>
    public required string Schema { get; init; }

    /// <summary>Artifact with the summary of every column, for drift and profiles.</summary>
    public ArtifactDigest? Statistics { get; init; }

    /// <summary>The run that made it.</summary>
    public string? RunId { get; init; }

    /// <summary>Whatever else the maker wants to keep.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Rows in all files.</summary>
    public long Rows => Files.Sum(f => f.Rows);

    /// <inheritdoc />
    public override string ToString() => $"DatasetCommit {{ Id = {Id}, Dataset = {Dataset}, ParentId = {ParentId}, Message = {Message}, At = {At}, Files = {Shown.List(Files)}, Schema = {Schema}, Statistics = {Statistics}, RunId = {RunId}, Metadata = {Shown.List(Metadata)} }}";
}
