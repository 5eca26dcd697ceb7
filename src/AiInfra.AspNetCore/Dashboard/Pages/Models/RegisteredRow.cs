namespace AiInfra.AspNetCore.Dashboard.Pages.Models;

/// <summary>A registered version.</summary>
internal sealed record RegisteredRow(int Version, IReadOnlyList<string> Aliases, DateTimeOffset RegisteredAt, IReadOnlyDictionary<string, double> Metrics, IReadOnlyDictionary<string, string> Tags, string? RunId, string? DatasetCommitId, IReadOnlyDictionary<string, string> Files);
