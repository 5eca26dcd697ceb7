namespace AiInfra.AspNetCore.Dashboard.Pages.Datasets;

/// <summary>A commit of a dataset.</summary>
internal sealed record CommitRow(string Id, string? ParentId, string Message, DateTimeOffset At, long Rows, int Files, long Bytes, string? RunId)
{
    /// <summary>What the ingestion found out, passed over or guessed, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
