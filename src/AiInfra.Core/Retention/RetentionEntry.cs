namespace AiInfra.Core.Retention;

/// <summary>What went of one kind of things, or would go in a dry run.</summary>
/// <param name="What">"predictions", "events", "metric points", "runs", "versions", "commits", "pipelines", the name of a module's store, or "artifacts".</param>
/// <param name="Removed">How many went.</param>
/// <param name="Bytes">About how many bytes they held; 0 where that is not known.</param>
/// <param name="Needed">How many should go by the limits, and stay because something needs them.</param>
public sealed record RetentionEntry(string What, long Removed, long Bytes = 0, long Needed = 0)
{
    /// <summary>Names of what went: runs, versions as "model/3", commits; a hundred at most.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Why not all went that should: what the store threw. Null where nothing failed.</summary>
    public string? Error { get; init; }

    /// <summary>In one line for people.</summary>
    public override string ToString() =>
        $"{Removed:N0} {What}{(Bytes > 0 ? $" (about {Bytes / 1048576.0:N1} MiB)" : "")}{(Names.Count > 0 ? $": {string.Join(", ", Names.Take(10))}{(Removed > 10 ? ", …" : "")}" : "")}{(Needed > 0 ? $"; {Needed:N0} more stay, for they are needed" : "")}{(Error is null ? "" : $"; then it failed: {Error}")}";
}
