using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Regression;

/// <summary>Lin's concordance correlation (1989): how close the points lie to the line of equality. 2 × covariance / (both variances + squared difference of the means), variances with n as divisor.</summary>
/// <remarks>At most Pearson's; a bias or another scale lowers it. NaN, counted as undefined, when both sides are one and the same constant, or so small (below 1e-154) that their squares are no doubles. The interval is Lin's on Fisher's transform (as corrected in 2000).</remarks>
public sealed class ConcordanceCorrelation() : ValueMetric("concordance", true)
{
    private const double Rounding = 1e-12;
    private JointMoments _moments;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new ConcordanceCorrelation(), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new ConcordanceCorrelation();

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        double shift = _moments.FirstMean - _moments.SecondMean;
        double spread = _moments.FirstVariance + _moments.SecondVariance + (shift * shift);
        if (!TruthRange.Holds(spread, 0))
        {
            return Scored(double.NaN, undefined: Count);
        }

        double value = 2 * _moments.Covariance / spread;
        return Scored(value, Interval(value, shift, spread, confidence));
    }

    /// <inheritdoc />
    protected override void Accumulate(double truth, double value, double weight) => _moments.Add(truth, value, weight);

    /// <inheritdoc />
    protected override void MergeFrom(Metric other) => _moments.Merge(((ConcordanceCorrelation)other)._moments);

    private ConfidenceInterval? Interval(double c, double shift, double spread, double confidence)
    {
        // Lin's formula with c = r × accuracy put in, so that it holds where r is 0, or 0 but for a rounding.
        double r = _moments.Correlation, deviations = Math.Sqrt(_moments.FirstVariance * _moments.SecondVariance);
        double accuracy = 2 * deviations / spread, u2 = shift * shift / deviations, rest = 1 - (c * c), scatter = 1 - (r * r);
        // Points on a line scatter by a rounding, and on the line of equality are off it by one: neither says how far the correlation may be wrong.
        if (!(rest > Rounding))
        {
            return null;
        }

        double variance = ((scatter > Rounding ? scatter : 0) * accuracy * accuracy / rest)
            + (2 * c * c * accuracy * (1 - c) * u2 / (rest * rest))
            - (c * c * accuracy * accuracy * u2 * u2 / (2 * rest * rest));
        return variance > Rounding ? FisherInterval.Of(c, variance / (_moments.EffectiveCount - 2), confidence) : null;
    }
}
