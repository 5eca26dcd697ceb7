using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Multilabel;

/// <summary>Share of the cells (row, label) that were predicted wrong. Less is better. Its interval is Student's over rows.</summary>
public sealed class HammingLoss() : LabelSetMetric("hammingLoss", false)
{
    private RunningMean _wrong;

    /// <summary>The score of matrices.</summary>
    /// <exception cref="ArgumentException">Sizes differ, there is no row, or a weight is negative; the message names the first index.</exception>
    public static Score Of(LabelMatrix truth, LabelMatrix predicted, ReadOnlySpan<double> weights = default) => Over(new HammingLoss(), truth, predicted, weights);

    /// <inheritdoc />
    public override MultilabelMetric New() => new HammingLoss { KeepsRows = KeepsRows };

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95) => Count == 0 ? Scored(double.NaN) : Scored(_wrong.Mean, _wrong.Interval(confidence) is { } i ? i with { Low = Math.Max(0, i.Low), High = Math.Min(1, i.High) } : null);

    /// <inheritdoc />
    protected override void Accumulate(ReadOnlySpan<bool> truth, ReadOnlySpan<bool> predicted, double weight)
    {
        int wrong = 0;
        for (int k = 0; k < truth.Length; k++)
        {
            wrong += truth[k] == predicted[k] ? 0 : 1;
        }

        double share = (double)wrong / truth.Length;
        _wrong.Add(share, weight);
        Keep(share, weight);
    }

    /// <inheritdoc />
    protected override void MergeFrom(MultilabelMetric other) => _wrong.Merge(((HammingLoss)other)._wrong);
}
