using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Uncertainty;

/// <summary>The share of truths within their predicted interval, ends included, with Wilson's interval. The best value is the nominal coverage, not 1: read it beside the mean width.</summary>
public sealed class IntervalCoverage() : IntervalMetric("intervalCoverage", true)
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite, a lower end is above its upper, or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> low, ReadOnlySpan<double> high, ReadOnlySpan<double> weights = default) =>
        Over(new IntervalCoverage(), truth, low, high, weights);

    /// <inheritdoc />
    public override UncertaintyMetric New() => new IntervalCoverage { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override double Loss(double truth, double low, double high) => truth >= low && truth <= high ? 1 : 0;

    /// <inheritdoc />
    protected override (double Value, ConfidenceInterval? Interval) Finish(double confidence)
    {
        // A running mean of ones may miss 1 by a rounding.
        double share = Math.Clamp(Mean.Mean, 0, 1), count = Mean.EffectiveCount;
        return (share, ProportionInterval.Wilson(Math.Min(share * count, count), count, confidence));
    }
}
