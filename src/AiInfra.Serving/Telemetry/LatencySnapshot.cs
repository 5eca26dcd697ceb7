namespace AiInfra.Serving.Telemetry;

/// <summary>Latencies of the requests answered so far.</summary>
/// <param name="Count">Requests.</param>
/// <param name="Total">Their time, all together.</param>
/// <param name="Buckets">Buckets that are not empty, ascending.</param>
public sealed record LatencySnapshot(long Count, TimeSpan Total, IReadOnlyList<LatencyBucket> Buckets)
{
    /// <summary>Mean latency; zero before the first request.</summary>
    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : Total / Count;

    /// <summary>A latency that the given share of requests did not exceed, at most 25 % too high.</summary>
    /// <param name="share">From 0 to 1, for example 0.99.</param>
    public TimeSpan Percentile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        long rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        foreach (LatencyBucket bucket in Buckets)
        {
            seen += bucket.Count;
            if (seen >= rank)
            {
                return bucket.UpTo;
            }
        }

        return TimeSpan.Zero;
    }

    /// <inheritdoc />
    public override string ToString() => $"LatencySnapshot {{ Count = {Count}, Total = {Total}, Buckets = {Shown.List(Buckets)}, Mean = {Mean} }}";
}
