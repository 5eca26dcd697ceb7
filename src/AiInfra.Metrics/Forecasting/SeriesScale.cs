namespace AiInfra.Metrics.Forecasting;

/// <summary>By what errors are divided before they are measured.</summary>
public enum SeriesScale
{
    /// <summary>By nothing: errors stay in the target's unit.</summary>
    None,

    /// <summary>By the mean absolute error of the seasonal naive forecast on the history (Hyndman and Koehler 2006).</summary>
    AbsoluteNaive,

    /// <summary>By the root mean squared error of the seasonal naive forecast on the history (the M5 competition).</summary>
    SquaredNaive,
}
