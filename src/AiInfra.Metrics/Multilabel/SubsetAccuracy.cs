using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Multilabel;

/// <summary>Share of rows whose whole label set was predicted right. Its interval is Wilson's.</summary>
public sealed class SubsetAccuracy() : LabelSetMetric("subsetAccuracy", true)
{
    private RunningMean _right;

    /// <summary>The score of matrices.</summary>
    /// <exception cref="ArgumentException">Sizes differ, there is no row, or a weight is negative; the message names the first index.</exception>
    public static Score Of(LabelMatrix truth, LabelMatrix predicted, ReadOnlySpan<double> weights = default) => Over(new SubsetAccuracy(), truth, predicted, weights);

    /// <inheritdoc />
    public override MultilabelMetric New() => new SubsetAccuracy { KeepsRows = KeepsRows };

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        double n = _right.EffectiveCount;
        return Count == 0 ? Scored(double.NaN) : Scored(_right.Mean, ProportionInterval.Wilson(Math.Clamp(_right.Mean * n, 0, n), n, confidence));
    }

    /// <inheritdoc />
    protected override void Accumulate(ReadOnlySpan<bool> truth, ReadOnlySpan<bool> predicted, double weight)
    {
        double right = truth.SequenceEqual(predicted) ? 1 : 0;
        _right.Add(right, weight);
        Keep(right, weight);
    }

    /// <inheritdoc />
    protected override void MergeFrom(MultilabelMetric other) => _right.Merge(((SubsetAccuracy)other)._right);
}
