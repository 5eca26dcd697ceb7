namespace AiInfra.Metrics.Statistics;

/// <summary>Computes a statistic from chosen rows; a row may be chosen many times.</summary>
/// <param name="rows">Indices of the rows.</param>
/// <returns>The statistic, NaN where it is undefined on these rows.</returns>
public delegate double ResampledStatistic(ReadOnlySpan<int> rows);
