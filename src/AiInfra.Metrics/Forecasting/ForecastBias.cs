using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Regression;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Forecasting;

/// <summary>Forecast minus truth: above 0 forecasts are too high. The best value is 0, so neither more nor less is better.</summary>
/// <remarks>The relative form is NaN, counted as undefined, when the truth is 0 everywhere.</remarks>
/// <param name="form">What it is measured in.</param>
public sealed class ForecastBias(BiasForm form = BiasForm.MeanError) : ValueMetric("bias", false, $"form:{form.ToString().ToLowerInvariant()}")
{
    private RunningMean _error;
    private RunningMean _size;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, BiasForm form = BiasForm.MeanError, ReadOnlySpan<double> weights = default) =>
        Over(new ForecastBias(form), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new ForecastBias(form);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        double scale = form == BiasForm.MeanError ? 1 : _size.Mean;
        if (Count == 0 || scale == 0)
        {
            return Scored(double.NaN, undefined: Count);
        }

        ConfidenceInterval? interval = form == BiasForm.MeanError ? _error.Interval(confidence) : null;
        return Scored(_error.Mean / scale, interval);
    }

    /// <inheritdoc />
    protected override void Accumulate(double truth, double value, double weight)
    {
        _error.Add(value - truth, weight);
        _size.Add(Math.Abs(truth), weight);
    }

    /// <inheritdoc />
    protected override void MergeFrom(Metric other)
    {
        _error.Merge(((ForecastBias)other)._error);
        _size.Merge(((ForecastBias)other)._size);
    }
}
