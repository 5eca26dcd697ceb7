namespace AiInfra.Metrics.Forecasting;

/// <summary>What a backtest trains on at each origin.</summary>
public enum TrainWindow
{
    /// <summary>All that came before.</summary>
    Expanding,

    /// <summary>The last so many steps, always as many.</summary>
    Sliding,
}
