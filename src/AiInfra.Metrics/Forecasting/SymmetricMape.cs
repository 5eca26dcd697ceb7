using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Regression;

namespace AiInfra.Metrics.Forecasting;

/// <summary>Symmetric mean absolute percentage error (Makridakis 1993), in per cent, in the form that is named.</summary>
/// <param name="form">The form.</param>
public sealed class SymmetricMape(SmapeForm form = SmapeForm.Percent200) : ValueMetric("smape", false, $"form:{form.ToString().ToLowerInvariant()}")
{
    private RunningMean _mean;
    private long _undefined;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, SmapeForm form = SmapeForm.Percent200, ReadOnlySpan<double> weights = default) =>
        Over(new SymmetricMape(form), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new SymmetricMape(form);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95) => Scored(_mean.Weight == 0 ? double.NaN : _mean.Mean, _mean.Interval(confidence), _undefined);

    /// <inheritdoc />
    protected override void Accumulate(double truth, double value, double weight)
    {
        if (Math.Max(Math.Abs(truth), Math.Abs(value)) > 1e300)
        {
            // A ratio has no unit: in a larger one its parts do not overflow.
            (truth, value) = (truth / 1048576, value / 1048576);
        }

        double size = Math.Abs(truth - value);
        double below = form == SmapeForm.Signed200 ? truth + value : Math.Abs(truth) + Math.Abs(value);
        _undefined += below == 0 ? 1 : 0;
        if (below != 0 || size == 0)
        {
            _mean.Add(size == 0 ? 0 : (form == SmapeForm.Percent100 ? 100 : 200) * size / below, weight);
        }
    }

    /// <inheritdoc />
    protected override void MergeFrom(Metric other)
    {
        _mean.Merge(((SymmetricMape)other)._mean);
        _undefined += ((SymmetricMape)other)._undefined;
    }
}
