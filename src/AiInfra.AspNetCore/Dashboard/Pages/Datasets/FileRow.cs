namespace AiInfra.AspNetCore.Dashboard.Pages.Datasets;

/// <summary>A file of a commit.</summary>
internal sealed record FileRow(string Path, long Rows, long Bytes, string Digest);
