namespace AiInfra.Metrics.Forecasting;

/// <summary>Rolling-origin backtest (Tashman 2000): forecasts again and again from ever later origins, each time from the past alone.</summary>
public static class Backtest
{
    /// <summary>Cuts a series into windows, the earliest first. The last one ends with the series; a rest that fills no step stays at the beginning of an expanding window, or unused before a sliding one.</summary>
    /// <param name="length">Steps in the series.</param>
    /// <param name="options">How to cut.</param>
    /// <returns>The windows; empty when the series is too short for one.</returns>
    public static IReadOnlyList<BacktestWindow> Cut(int length, BacktestOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        var windows = new List<BacktestWindow>();
        for (int end = length; options.MaxWindows == 0 || windows.Count < options.MaxWindows; end -= options.UsedStep)
        {
            int origin = end - options.Horizon - options.Gap, start = origin - options.TrainLength;
            if (start < 0)
            {
                break;
            }

            windows.Add(new(options.Window == TrainWindow.Expanding ? 0 : start, origin, end - options.Horizon, end));
        }

        windows.Reverse();
        return windows;
    }

    /// <summary>Backtests one series.</summary>
    /// <param name="values">The series, in the order of time.</param>
    /// <param name="forecaster">Forecasts the request's horizon after its gap.</param>
    /// <param name="options">How to cut.</param>
    /// <exception cref="ArgumentException">The series is too short for one window, or a value is not finite; the message names the index.</exception>
    /// <exception cref="InvalidForecastException">The forecaster answered another number of values than asked, or one that is not finite.</exception>
    public static BacktestResult Run(ReadOnlySpan<double> values, Func<ForecastRequest, IReadOnlyList<double>> forecaster, BacktestOptions options) =>
        Run(new Dictionary<string, double[]> { ["series"] = values.ToArray() }, forecaster, options);

    /// <summary>Backtests many series.</summary>
    /// <param name="series">The series by name, each in the order of time.</param>
    /// <param name="forecaster">Forecasts the request's horizon after its gap.</param>
    /// <param name="options">How to cut.</param>
    /// <exception cref="ArgumentException">No series is long enough for one window, or a value is not finite; the message names the series and index.</exception>
    /// <exception cref="InvalidForecastException">The forecaster answered another number of values than asked, or one that is not finite.</exception>
    public static BacktestResult Run(IReadOnlyDictionary<string, double[]> series, Func<ForecastRequest, IReadOnlyList<double>> forecaster, BacktestOptions options)
    {
        ArgumentNullException.ThrowIfNull(forecaster);
        var done = new List<WindowForecast>();
        (List<(string, double[], BacktestWindow)> windows, List<string> tooShort) = Plan(series, options);
        foreach ((string name, double[] values, BacktestWindow window) in windows)
        {
            done.Add(Checked(name, values, window, forecaster(Request(name, values, window))));
        }

        return new(done, tooShort, options);
    }

    /// <summary>Backtests many series with a forecaster that may wait, such as one that trains a model.</summary>
    /// <param name="series">The series by name, each in the order of time.</param>
    /// <param name="forecaster">Forecasts the request's horizon after its gap.</param>
    /// <param name="options">How to cut.</param>
    /// <param name="cancellationToken">Stops between windows, and is handed to the forecaster.</param>
    /// <exception cref="ArgumentException">No series is long enough for one window, or a value is not finite; the message names the series and index.</exception>
    /// <exception cref="InvalidForecastException">The forecaster answered another number of values than asked, or one that is not finite.</exception>
    public static async Task<BacktestResult> RunAsync(IReadOnlyDictionary<string, double[]> series, Forecaster forecaster, BacktestOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(forecaster);
        var done = new List<WindowForecast>();
        (List<(string, double[], BacktestWindow)> windows, List<string> tooShort) = Plan(series, options);
        foreach ((string name, double[] values, BacktestWindow window) in windows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            done.Add(Checked(name, values, window, await forecaster(Request(name, values, window), cancellationToken).ConfigureAwait(false)));
        }

        return new(done, tooShort, options);
    }

    private static (List<(string, double[], BacktestWindow)> Windows, List<string> TooShort) Plan(IReadOnlyDictionary<string, double[]> series, BacktestOptions options)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(options);
        var windows = new List<(string, double[], BacktestWindow)>();
        var tooShort = new List<string>();
        foreach ((string name, double[] values) in series)
        {
            Guard.Finite(values, $"series['{name}']");
            IReadOnlyList<BacktestWindow> cut = Cut(values.Length, options);
            if (cut.Count == 0)
            {
                tooShort.Add(name);
            }

            // A copy of its own, so that nothing done to the caller's array while models train changes what is scored.
            double[] own = [.. values];
            windows.AddRange(cut.Select(w => (name, own, w)));
        }

        return windows.Count > 0
            ? (windows, tooShort)
            : throw new ArgumentException($"No series is long enough for one window: {options.TrainLength} steps to train, a gap of {options.Gap} and {options.Horizon} to forecast.", nameof(series));
    }

    private static ForecastRequest Request(string name, double[] values, BacktestWindow window) =>
        new(name, Array.AsReadOnly(values[window.TrainStart..window.TrainEnd]), window.TestEnd - window.TestStart, window.TestStart - window.TrainEnd, window.TrainEnd);

    private static WindowForecast Checked(string name, double[] values, BacktestWindow window, IReadOnlyList<double>? forecast)
    {
        int horizon = window.TestEnd - window.TestStart;
        if (forecast is null || forecast.Count != horizon)
        {
            throw new InvalidForecastException($"The forecaster answered {forecast?.Count ?? 0} values for series '{name}' at step {window.TrainEnd}; {horizon} were asked for.");
        }

        double[] kept = [.. forecast];
        int bad = Array.FindIndex(kept, v => !double.IsFinite(v));
        return bad < 0
            ? new(name, window, values.AsMemory(window.TrainStart..window.TrainEnd), values.AsMemory(window.TestStart..window.TestEnd), kept)
            : throw new InvalidForecastException($"The forecaster answered {kept[bad]} at horizon {bad + 1} of series '{name}' at step {window.TrainEnd}; a finite number is needed.");
    }
}
