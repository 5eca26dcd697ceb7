using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Multilabel;

/// <summary>Label ranking loss: of the pairs of a true and a false label of a row, the share in which the false one scores as high or higher; the mean over rows (Tsoumakas 2010). A row with no label or with all is 0, and counted as undefined. Less is better.</summary>
public sealed class LabelRankingLoss() : LabelScoreMetric("labelRankingLoss", false)
{
    private RunningMean _mean;
    private long _undefined;

    /// <summary>The score of columns.</summary>
    /// <param name="truth">Which labels the rows have.</param>
    /// <param name="scores">[row, label], row by row.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Sizes differ, there is no row, a score is not finite, or a weight is negative; the message names the first index.</exception>
    public static Score Of(LabelMatrix truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default) => Over(new LabelRankingLoss(), truth, scores, weights);

    /// <inheritdoc />
    public override MultilabelMetric New() => new LabelRankingLoss { KeepsRows = KeepsRows };

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95) => Scored(Count == 0 ? double.NaN : _mean.Mean, _mean.Interval(confidence) is { } i ? i with { Low = Math.Max(0, i.Low), High = Math.Min(1, i.High) } : null, _undefined);

    /// <inheritdoc />
    protected override void Accumulate(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, double weight)
    {
        long wrong = 0, pairs = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            for (int j = 0; truth[i] && j < truth.Length; j++)
            {
                pairs += truth[j] ? 0 : 1;
                wrong += !truth[j] && scores[j] >= scores[i] ? 1 : 0;
            }
        }

        _undefined += pairs == 0 ? 1 : 0;
        double share = pairs == 0 ? 0 : (double)wrong / pairs;
        _mean.Add(share, weight);
        Keep(share, weight);
    }

    /// <inheritdoc />
    protected override void MergeFrom(MultilabelMetric other)
    {
        _mean.Merge(((LabelRankingLoss)other)._mean);
        _undefined += ((LabelRankingLoss)other)._undefined;
    }
}
