using AiInfra.Metrics.Regression;

namespace AiInfra.Metrics.Forecasting;

/// <summary>Sum of absolute errors over the sum of absolute truths, a fraction: WAPE, also called ND or WMAPE. Bears zeros that MAPE does not.</summary>
/// <remarks>NaN, counted as undefined, when the truth is 0 everywhere, or its sum is beyond all doubles.</remarks>
public sealed class WeightedAbsolutePercentageError() : ValueMetric("wape", false)
{
    private double _errors;
    private double _sizes;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new WeightedAbsolutePercentageError(), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new WeightedAbsolutePercentageError();

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95) => _sizes > 0 && double.IsFinite(_sizes) ? Scored(_errors / _sizes) : Scored(double.NaN, undefined: Count);

    /// <inheritdoc />
    protected override void Accumulate(double truth, double value, double weight)
    {
        _errors += weight * Math.Abs(truth - value);
        _sizes += weight * Math.Abs(truth);
    }

    /// <inheritdoc />
    protected override void MergeFrom(Metric other)
    {
        var same = (WeightedAbsolutePercentageError)other;
        _errors += same._errors;
        _sizes += same._sizes;
    }
}
