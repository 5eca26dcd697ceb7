namespace AiInfra.Metrics.Forecasting;

/// <summary>How a series is cut into windows. All lengths are steps of the series.</summary>
public sealed record BacktestOptions
{
    /// <summary>Steps forecast from each origin.</summary>
    /// <value>Default 1.</value>
    public int Horizon { get; init; } = 1;

    /// <summary>Steps between origins; 0 for as many as the horizon, so that test windows do not overlap.</summary>
    /// <value>Default 0.</value>
    public int Step { get; init; }

    /// <summary>Steps between the end of training and the first one tested that nobody sees: labels that are still missing when the forecast is made.</summary>
    /// <value>Default 0.</value>
    public int Gap { get; init; }

    /// <summary>Steps of the first training window; of every one when it slides.</summary>
    /// <value>Default 2.</value>
    public int TrainLength { get; init; } = 2;

    /// <summary>What is trained on.</summary>
    /// <value>Default expanding.</value>
    public TrainWindow Window { get; init; } = TrainWindow.Expanding;

    /// <summary>The most windows a series, the latest ones; 0 for all.</summary>
    /// <value>Default 0.</value>
    public int MaxWindows { get; init; }

    internal int UsedStep => Step == 0 ? Horizon : Step;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Horizon, 1, nameof(Horizon));
        ArgumentOutOfRangeException.ThrowIfNegative(Step, nameof(Step));
        ArgumentOutOfRangeException.ThrowIfNegative(Gap, nameof(Gap));
        ArgumentOutOfRangeException.ThrowIfLessThan(TrainLength, 1, nameof(TrainLength));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxWindows, nameof(MaxWindows));
    }
}
