namespace AiInfra.AspNetCore.Dashboard.Pages.Datasets;

/// <summary>One dataset, a page of the commits of a branch.</summary>
internal sealed record DatasetDetail(DatasetCard Dataset, int Skipped, int? Next);
