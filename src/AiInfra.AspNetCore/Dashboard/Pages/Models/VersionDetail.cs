namespace AiInfra.AspNetCore.Dashboard.Pages.Models;

/// <summary>One version in full.</summary>
/// <param name="Model">Model.</param>
/// <param name="Version">The version.</param>
/// <param name="From">What it came from, nearest first.</param>
/// <param name="To">What came from it, nearest first.</param>
/// <param name="MoreEdges">Edges of its lineage that are not shown.</param>
internal sealed record VersionDetail(string Model, RegisteredRow Version, IReadOnlyList<LineageRow> From, IReadOnlyList<LineageRow> To, int MoreEdges);
