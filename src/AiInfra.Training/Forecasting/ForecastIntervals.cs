using AiInfra.Metrics.Forecasting;
using AiInfra.Training.Intervals;

namespace AiInfra.Training.Forecasting;

/// <summary>
/// How far the truth lies from a forecast, at each step of the horizon, by the errors of a backtest (<see cref="ConformalInterval"/>).
/// Errors of a series come in an order: where they grow or move, the coverage is not what was stated, and a backtest over later windows tells.
/// </summary>
public sealed class ForecastIntervals
{
    private readonly Func<IReadOnlyList<double>, double>? _spread;

    private ForecastIntervals(IReadOnlyList<ConformalInterval> steps, Func<IReadOnlyList<double>, double>? spread) => (Steps, _spread) = (steps, spread);

    /// <summary>The interval of each step, the first step first.</summary>
    public IReadOnlyList<ConformalInterval> Steps { get; }

    /// <summary>Calibrates on a backtest.</summary>
    /// <param name="backtest">Forecasts of the same forecaster and horizon, with as many windows as <see cref="ConformalInterval.LeastRows"/> says.</param>
    /// <param name="coverage">Probability of each step's interval, between 0 and 1.</param>
    /// <param name="sidesAlike">Whether both ends are equally far.</param>
    /// <param name="spread">The scale of a history, above zero, by which its intervals grow: for series of different size, for example <c>h => SeasonalNaive.Scale([.. h], season: 24)</c>. Null takes 1.</param>
    /// <exception cref="IntervalException">There are too few windows for the coverage.</exception>
    /// <exception cref="ArgumentException">A spread is not above zero.</exception>
    public static ForecastIntervals Fit(BacktestResult backtest, double coverage = 0.9, bool sidesAlike = true, Func<IReadOnlyList<double>, double>? spread = null)
    {
        ArgumentNullException.ThrowIfNull(backtest);
        double[] spreads = spread is null ? [] : [.. backtest.Windows.Select(w => spread(w.History.ToArray()))];
        return new([.. Enumerable.Range(0, backtest.Options.Horizon).Select(step => ConformalInterval.Fit(
            [.. backtest.Windows.Select(w => w.Truth.Span[step])], [.. backtest.Windows.Select(w => w.Forecast.Span[step])], coverage, sidesAlike, spreads))], spread);
    }

    /// <summary>The intervals of a forecast.</summary>
    /// <param name="forecast">One number a step.</param>
    /// <param name="history">What it was made of; needed where a spread was calibrated.</param>
    /// <returns>The lower and the upper end of each step.</returns>
    /// <exception cref="ArgumentException">The forecast has other steps than were calibrated, or the history is missing.</exception>
    public (double[] Lower, double[] Upper) Around(IReadOnlyList<double> forecast, IReadOnlyList<double>? history = null)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        if (forecast.Count != Steps.Count)
        {
            throw new ArgumentException($"The forecast has {forecast.Count} steps, {Steps.Count} were calibrated.", nameof(forecast));
        }

        double scale = _spread is null ? 1 : _spread(history ?? throw new ArgumentException("These intervals grow by the scale of the history; give it.", nameof(history)));
        var ends = forecast.Select((value, step) => Steps[step].Around(value, scale)).ToArray();
        return ([.. ends.Select(e => e.Lower)], [.. ends.Select(e => e.Upper)]);
    }
}
