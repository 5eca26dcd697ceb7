using AiInfra.Metrics.Forecasting;

namespace AiInfra.Training.Forecasting;

/// <summary>
/// Exponential smoothing: level, trend and season, each a running mean that forgets. All smoothing constants and first states are those of the least squared one-step error;
/// the form is that of the least AICc (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, chapter 8). Errors are additive.
/// </summary>
public sealed class ExponentialSmoothing
{
    private readonly SmoothingStates _last;

    internal ExponentialSmoothing(SmoothingForm form, double[] parameters, SmoothingStates first, SmoothingStates last, double squaredError, double aicc)
    {
        (Trend, Form, Season) = (form.Trend, form.Season, form.Length);
        (Alpha, Beta, Gamma, Phi) = (parameters[0], form.HasTrend ? parameters[1] : 0, form.HasSeason ? parameters[2] : 0, form.Trend == SmoothingTrend.Damped ? parameters[3] : 1);
        (InitialLevel, InitialTrend, SquaredError, Aicc) = (first.Level, first.Trend, squaredError, aicc);
        _last = last;
    }

    /// <summary>The trend.</summary>
    public SmoothingTrend Trend { get; }

    /// <summary>The form of the season.</summary>
    public SmoothingSeason Form { get; }

    /// <summary>Steps in a season.</summary>
    public int Season { get; }

    /// <summary>Weight of the newest value in the level.</summary>
    public double Alpha { get; }

    /// <summary>Weight of the newest change of level in the trend (Holt's form); 0 without a trend.</summary>
    public double Beta { get; }

    /// <summary>Weight of the newest value in its place of the season; 0 without a season.</summary>
    public double Gamma { get; }

    /// <summary>What is left of the trend after a step; 1 where it is not damped.</summary>
    public double Phi { get; }

    /// <summary>Level before the first step.</summary>
    public double InitialLevel { get; }

    /// <summary>Trend before the first step.</summary>
    public double InitialTrend { get; }

    /// <summary>Sum of the squared one-step errors over the history.</summary>
    public double SquaredError { get; }

    /// <summary>Akaike's criterion, corrected for few steps, up to a constant: n ln(SSE / n) + 2k + 2k(k + 1) / (n - k - 1).</summary>
    public double Aicc { get; }

    /// <summary>Fits a history.</summary>
    /// <param name="history">What is known, in the order of time.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ForecastException">The history is too short for the form that was asked for, holds a value that is not finite, or one that is not above zero where the season multiplies.</exception>
    public static ExponentialSmoothing Fit(IReadOnlyList<double> history, SmoothingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        options = (options ?? new SmoothingOptions()).Checked();
        double[] values = History.Of(history, options.MaxHistory);
        SmoothingForm[] forms = [.. SmoothingForm.Fitting(options, values)];
        return forms.Select(form => SmoothingFit.Of(form, values)).MinBy(fit => double.IsNaN(fit.Aicc) ? double.PositiveInfinity : fit.Aicc)!;
    }

    /// <summary>The steps after the history.</summary>
    /// <param name="horizon">Steps to forecast.</param>
    /// <param name="gap">Steps between the history and the first one to forecast.</param>
    public double[] Forecast(int horizon, int gap = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        var forecast = new double[horizon];
        double trends = 0, left = 1;
        for (int step = 0; step < gap + horizon; step++)
        {
            left *= Phi;
            trends += left;
            if (step >= gap)
            {
                double level = _last.Level + (trends * _last.Trend), season = _last.Season.Length > 0 ? _last.Season[step % Season] : 0;
                forecast[step - gap] = Form == SmoothingSeason.Multiplicative ? level * season : level + season;
            }
        }

        return forecast;
    }

    /// <summary>A forecaster that fits each history anew, for <see cref="Backtest"/>.</summary>
    /// <param name="options">How it fits.</param>
    public static Forecaster Forecaster(SmoothingOptions? options = null)
    {
        options = (options ?? new SmoothingOptions()).Checked();
        return (request, _) =>
        {
            ArgumentNullException.ThrowIfNull(request);
            return ValueTask.FromResult<IReadOnlyList<double>>(Fit(request.History, options).Forecast(request.Horizon, request.Gap));
        };
    }

    /// <inheritdoc />
    public override string ToString() => $"ExponentialSmoothing {{ Trend = {Trend}, Form = {Form}, Season = {Season}, Alpha = {Alpha:0.####}, Beta = {Beta:0.####}, Gamma = {Gamma:0.####}, Phi = {Phi:0.####} }}";
}
