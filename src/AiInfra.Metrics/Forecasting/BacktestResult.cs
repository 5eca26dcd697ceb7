using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Forecasting;

/// <summary>All forecasts of a backtest, to be scored in any way.</summary>
/// <param name="Windows">One entry a series and origin, origins in the order of time within a series.</param>
/// <param name="TooShort">Series that were too short for one window; they are in no score.</param>
/// <param name="Options">How the series were cut.</param>
public sealed record BacktestResult(IReadOnlyList<WindowForecast> Windows, IReadOnlyList<string> TooShort, BacktestOptions Options)
{
    /// <summary>The score over all windows, each of which counts as a series of its own.</summary>
    /// <param name="metric">The metric; its options and not its state are used.</param>
    /// <param name="confidence">Confidence of the interval, which takes windows as independent.</param>
    public Score Score(SeriesMetric metric, double confidence = 0.95) => Over(metric, Windows).Result(confidence);

    /// <summary>The score of each step of the horizon, the first step first.</summary>
    /// <param name="metric">The metric; its options and not its state are used.</param>
    /// <param name="confidence">Confidence of the intervals.</param>
    public IReadOnlyList<Score> ByHorizon(SeriesMetric metric, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(metric);
        var scores = new Score[Options.Horizon];
        for (int h = 0; h < scores.Length; h++)
        {
            SeriesMetric one = metric.Fresh();
            foreach (WindowForecast window in Windows)
            {
                one.Add(window.History.Span, window.Truth.Span.Slice(h, 1), window.Forecast.Span.Slice(h, 1));
            }

            scores[h] = one.Result(confidence);
        }

        return scores;
    }

    /// <summary>The score of each series over its windows.</summary>
    /// <param name="metric">The metric; its options and not its state are used.</param>
    /// <param name="confidence">Confidence of the intervals.</param>
    public IReadOnlyDictionary<string, Score> BySeries(SeriesMetric metric, double confidence = 0.95) =>
        Windows.GroupBy(w => w.Series).ToDictionary(g => g.Key, g => Over(metric, g).Result(confidence));

    /// <summary>Tests whether this forecaster's error differs from another's on the same windows. With one series over its windows in time, with serial correlation allowed for (Diebold and Mariano 1995); with many over their means, each series one pair.</summary>
    /// <param name="other">The other's backtest of the same series with the same options.</param>
    /// <param name="metric">The metric of a window; its options and not its state are used.</param>
    /// <param name="alternative">What is looked for in this one's values minus the other's.</param>
    /// <exception cref="ArgumentException">The windows are not the same, or fewer than two pairs have a value.</exception>
    public PairedTestResult Compare(BacktestResult other, SeriesMetric metric, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Windows.Select(w => (w.Series, w.Window)).SequenceEqual(other.Windows.Select(w => (w.Series, w.Window))))
        {
            throw new ArgumentException("The other backtest has other series or windows; compare forecasts of the same ones.", nameof(other));
        }

        double[] ours = [.. Over(metric, Windows).Values], theirs = [.. Over(metric, other.Windows).Values];
        int[] defined = [.. Enumerable.Range(0, ours.Length).Where(i => !double.IsNaN(ours[i]) && !double.IsNaN(theirs[i]))];
        var series = defined.GroupBy(i => Windows[i].Series).ToArray();
        return series.Length == 1
            ? PairedTTest.TestSerial([.. defined.Select(i => ours[i])], [.. defined.Select(i => theirs[i])], alternative: alternative)
            : PairedTTest.Test([.. series.Select(g => g.Average(i => ours[i]))], [.. series.Select(g => g.Average(i => theirs[i]))], alternative);
    }

    private static SeriesMetric Over(SeriesMetric metric, IEnumerable<WindowForecast> windows)
    {
        ArgumentNullException.ThrowIfNull(metric);
        SeriesMetric one = metric.Fresh();
        foreach (WindowForecast window in windows)
        {
            one.Add(window.History.Span, window.Truth.Span, window.Forecast.Span);
        }

        return one;
    }

    /// <inheritdoc />
    public override string ToString() => $"BacktestResult {{ Windows = {Shown.List(Windows)}, TooShort = {Shown.List(TooShort)}, Options = {Options} }}";
}
