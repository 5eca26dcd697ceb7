using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Multilabel;

/// <summary>Coverage error: how many of the highest-scored labels must be taken to have all true ones, as a mean over rows (Tsoumakas 2010); ties are taken whole. A row without labels needs none, 0, and is counted as undefined. Less is better; the best is the mean number of labels a row.</summary>
public sealed class CoverageError() : LabelScoreMetric("coverageError", false)
{
    private RunningMean _mean;
    private long _undefined;

    /// <summary>The score of columns.</summary>
    /// <param name="truth">Which labels the rows have.</param>
    /// <param name="scores">[row, label], row by row.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Sizes differ, there is no row, a score is not finite, or a weight is negative; the message names the first index.</exception>
    public static Score Of(LabelMatrix truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default) => Over(new CoverageError(), truth, scores, weights);

    /// <inheritdoc />
    public override MultilabelMetric New() => new CoverageError { KeepsRows = KeepsRows };

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95) => Scored(Count == 0 ? double.NaN : _mean.Mean, _mean.Interval(confidence), _undefined);

    /// <inheritdoc />
    protected override void Accumulate(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, double weight)
    {
        double lowest = double.PositiveInfinity;
        for (int k = 0; k < truth.Length; k++)
        {
            lowest = truth[k] ? Math.Min(lowest, scores[k]) : lowest;
        }

        int needed = 0;
        foreach (double score in scores)
        {
            needed += score >= lowest ? 1 : 0;
        }

        _undefined += double.IsInfinity(lowest) ? 1 : 0;
        _mean.Add(needed, weight);
        Keep(needed, weight);
    }

    /// <inheritdoc />
    protected override void MergeFrom(MultilabelMetric other)
    {
        _mean.Merge(((CoverageError)other)._mean);
        _undefined += ((CoverageError)other)._undefined;
    }
}
