namespace AiInfra.Metrics.Statistics;

/// <summary>Computes a statistic from how often each row was drawn. Where the rows can be put in order once (an area under a curve, a quantile) this is many times faster than computing on drawn rows.</summary>
/// <param name="counts">How often each row counts, zero or more; the buffer is used again, do not keep it.</param>
/// <returns>The statistic, NaN where it is undefined on these rows.</returns>
public delegate double CountedStatistic(ReadOnlySpan<int> counts);
