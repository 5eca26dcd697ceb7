namespace AiInfra.Evaluation.Metrics;

/// <summary>Spearman's rank correlation of truth and prediction: Pearson's of the ranks, equal values sharing their mean rank. NaN, counted as undefined, when either is constant.</summary>
public sealed class SpearmanCorrelation() : RankValueMetric("spearman")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or a number is not finite; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted) => Over(new SpearmanCorrelation(), truth, predicted, default);

    /// <inheritdoc />
    public override IMetric New() => new SpearmanCorrelation();

    /// <inheritdoc />
    protected override double Correlation(double[] truth, double[] values) => PearsonCorrelation.Of(Ranks(truth), Ranks(values)).Value;

    private static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        double[] sorted = [.. values];
        Array.Sort(sorted, order);
        var ranks = new double[values.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
            }

            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }
        }

        return ranks;
    }
}
