using AiInfra.Core.Statistics;

namespace AiInfra.Evaluation.Metrics;

/// <summary>Lin's concordance correlation (1989): how close the points lie to the line of equality. 2 × covariance / (both variances + squared difference of the means), variances with n as divisor.</summary>
/// <remarks>At most Pearson's; a bias or another scale lowers it. NaN, counted as undefined, when both sides are one and the same constant. The interval is Lin's on Fisher's transform (as corrected in 2000).</remarks>
public sealed class ConcordanceCorrelation() : ValueMetric("concordance", true)
{
    private JointMoments _moments;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new ConcordanceCorrelation(), truth, predicted, weights);

    /// <inheritdoc />
    public override IMetric New() => new ConcordanceCorrelation();

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        double shift = _moments.FirstMean - _moments.SecondMean;
        double spread = _moments.FirstVariance + _moments.SecondVariance + (shift * shift);
        if (!(spread > 0))
        {
            return Scored(double.NaN, undefined: Count);
        }

        double value = 2 * _moments.Covariance / spread;
        return Scored(value, Interval(value, shift, confidence));
    }

    /// <inheritdoc />
    protected override void Accumulate(double truth, double value, double weight) => _moments.Add(truth, value, weight);

    /// <inheritdoc />
    protected override void MergeFrom(Metric other) => _moments.Merge(((ConcordanceCorrelation)other)._moments);

    private ConfidenceInterval? Interval(double c, double shift, double confidence)
    {
        double r2 = _moments.Correlation * _moments.Correlation;
        double u2 = shift * shift / Math.Sqrt(_moments.FirstVariance * _moments.SecondVariance);
        double rest = 1 - (c * c);
        double variance = ((1 - r2) * c * c / (rest * r2))
            + (2 * c * c * c * (1 - c) * u2 / (_moments.Correlation * rest * rest))
            - (c * c * c * c * u2 * u2 / (2 * r2 * rest * rest));
        return FisherInterval.Of(c, variance / (_moments.EffectiveCount - 2), confidence);
    }
}
