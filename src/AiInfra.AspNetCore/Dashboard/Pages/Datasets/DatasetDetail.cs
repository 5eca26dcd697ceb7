namespace AiInfra.AspNetCore.Dashboard.Pages.Datasets;

/// <summary>One dataset, a page of the commits of a branch.</summary>
/// <param name="Dataset">The dataset with the page's commits.</param>
/// <param name="Before">The commit before which the page begins; null from the head.</param>
/// <param name="Next">The commit before which the next page begins; null where there is none.</param>
internal sealed record DatasetDetail(DatasetCard Dataset, string? Before, string? Next);
