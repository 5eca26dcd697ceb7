using AiInfra.Core.Catalog;

namespace AiInfra.Data.Datasets;

/// <summary>A file of a dataset commit is lost or is not what was committed.</summary>
public sealed class DatasetDamagedException(DatasetCommit commit, DatasetFile file, Exception inner)
    : DatasetException($"Dataset '{commit?.Dataset}', commit {commit?.Id}: file '{file?.Path}' cannot be read. {inner?.Message}", inner)
{
    /// <summary>The commit.</summary>
    public DatasetCommit Commit { get; } = commit ?? throw new ArgumentNullException(nameof(commit));

    /// <summary>The file.</summary>
    public DatasetFile File { get; } = file ?? throw new ArgumentNullException(nameof(file));
}
