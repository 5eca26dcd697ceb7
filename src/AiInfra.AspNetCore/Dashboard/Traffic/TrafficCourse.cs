namespace AiInfra.AspNetCore.Dashboard.Traffic;

/// <summary>Traffic of a deployment over time.</summary>
/// <param name="Since">When this process began to count; null where it does not serve the deployment.</param>
/// <param name="From">The first minute that may have counts.</param>
/// <param name="To">The minute that is running.</param>
/// <param name="Minutes">Most minutes that are kept.</param>
/// <param name="Versions">Versions with requests, the newest version first.</param>
/// <param name="Fault">Why counting does not work, where it does not.</param>
internal sealed record TrafficCourse(DateTimeOffset? Since, DateTimeOffset From, DateTimeOffset To, int Minutes, IReadOnlyList<VersionTraffic> Versions, string? Fault);
