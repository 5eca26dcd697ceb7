namespace AiInfra.Metrics.Forecasting;

/// <summary>The baseline of all forecasts: the value of one season ago. With a season of 1, the last value.</summary>
public static class SeasonalNaive
{
    /// <summary>The forecast of the steps after the history.</summary>
    /// <param name="history">What is known, in the order of time.</param>
    /// <param name="horizon">Steps to forecast.</param>
    /// <param name="season">Steps in a season.</param>
    /// <param name="gap">Steps between the history and the first one to forecast.</param>
    /// <exception cref="ArgumentException">The history is shorter than a season.</exception>
    public static double[] Forecast(ReadOnlySpan<double> history, int horizon, int season = 1, int gap = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        if (history.Length < season)
        {
            throw new ArgumentException($"The history has {history.Length} values; a season has {season}.", nameof(history));
        }

        var forecast = new double[horizon];
        for (int h = 0; h < horizon; h++)
        {
            forecast[h] = history[history.Length - season + ((gap + h) % season)];
        }

        return forecast;
    }

    /// <summary>How far the seasonal naive forecast is off within a history: the scale of MASE and RMSSE.</summary>
    /// <param name="history">The history that a model was trained on.</param>
    /// <param name="scale">Absolute or squared errors.</param>
    /// <param name="season">Steps in a season.</param>
    /// <param name="skipLeadingZeros">Whether the history starts at its first value that is not 0, as in M5.</param>
    /// <returns>In the target's unit; NaN when the history is not longer than a season; 0 when it repeats itself exactly.</returns>
    public static double Scale(ReadOnlySpan<double> history, SeriesScale scale = SeriesScale.AbsoluteNaive, int season = 1, bool skipLeadingZeros = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        if (scale == SeriesScale.None)
        {
            return 1;
        }

        int from = skipLeadingZeros ? Math.Max(0, history.IndexOfAnyExcept(0.0)) : 0;
        double sum = 0;
        int count = history.Length - from - season;
        for (int t = from + season; t < history.Length; t++)
        {
            double change = history[t] - history[t - season];
            sum += scale == SeriesScale.AbsoluteNaive ? Math.Abs(change) : change * change;
        }

        return count < 1 ? double.NaN : scale == SeriesScale.AbsoluteNaive ? sum / count : Math.Sqrt(sum / count);
    }
}
