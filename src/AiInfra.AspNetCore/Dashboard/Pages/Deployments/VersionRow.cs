namespace AiInfra.AspNetCore.Dashboard.Pages.Deployments;

/// <summary>A loaded version: times in milliseconds.</summary>
internal sealed record VersionRow(int Version, string Role, long InFlight, long Answered, long Failed, long Rejected, double P50Ms, double P99Ms, double? MeanBatch);
