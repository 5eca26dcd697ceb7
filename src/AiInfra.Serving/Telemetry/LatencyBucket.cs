namespace AiInfra.Serving.Telemetry;

/// <summary>How many requests took up to a time, and longer than the bucket before.</summary>
/// <param name="UpTo">Upper bound.</param>
/// <param name="Count">Requests.</param>
public sealed record LatencyBucket(TimeSpan UpTo, long Count);
