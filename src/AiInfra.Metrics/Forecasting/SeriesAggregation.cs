namespace AiInfra.Metrics.Forecasting;

/// <summary>How the values of many series become one.</summary>
public enum SeriesAggregation
{
    /// <summary>The mean of the series' values, each by its weight.</summary>
    Mean,

    /// <summary>Their median; bears a few wild series. Weights do not matter.</summary>
    Median,

    /// <summary>One value over the points of all series, so that long series count more.</summary>
    Pooled,
}
