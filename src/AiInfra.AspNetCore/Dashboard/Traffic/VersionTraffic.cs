namespace AiInfra.AspNetCore.Dashboard.Traffic;

/// <summary>The minutes in which a version had requests.</summary>
internal sealed record VersionTraffic(int Version, IReadOnlyList<TrafficMinute> Minutes);
