namespace AiInfra.AspNetCore.Dashboard.Traffic;

/// <summary>A minute of a version's traffic; latencies in milliseconds, null where nothing was answered.</summary>
internal sealed record TrafficMinute(DateTimeOffset At, long Answered, long Failed, double? P50Ms, double? P99Ms);
