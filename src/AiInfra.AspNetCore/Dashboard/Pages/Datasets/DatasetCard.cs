namespace AiInfra.AspNetCore.Dashboard.Pages.Datasets;

/// <summary>A dataset: its branches and the newest commits of the main one (or of the first, where there is no main one).</summary>
internal sealed record DatasetCard(string Name, IReadOnlyDictionary<string, string> Branches, string Branch, IReadOnlyList<CommitRow> Commits);
