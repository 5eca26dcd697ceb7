using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Regression;

/// <summary>Pearson's correlation of truth and prediction, from -1 to 1, with Fisher's interval. NaN, counted as undefined, when either is constant.</summary>
public sealed class PearsonCorrelation() : ValueMetric("pearson", true)
{
    private JointMoments _moments;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new PearsonCorrelation(), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new PearsonCorrelation();

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        double value = _moments.Correlation;
        return double.IsNaN(value)
            ? Scored(double.NaN, undefined: Count)
            : Scored(value, FisherInterval.Of(value, 1 / (_moments.EffectiveCount - 3), confidence));
    }

    /// <inheritdoc />
    protected override void Accumulate(double truth, double value, double weight) => _moments.Add(truth, value, weight);

    /// <inheritdoc />
    protected override void MergeFrom(Metric other) => _moments.Merge(((PearsonCorrelation)other)._moments);
}
