using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Regression;

/// <summary>Spearman's rank correlation of truth and prediction: Pearson's of the ranks, equal values sharing their mean rank. NaN, counted as undefined, when either is constant.</summary>
/// <remarks>The interval takes Bonett and Wright's variance (2000).</remarks>
public sealed class SpearmanCorrelation() : RankValueMetric("spearman")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new SpearmanCorrelation(), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new SpearmanCorrelation();

    /// <inheritdoc />
    protected override double Correlation(double[] truth, double[] values, double[] weights)
    {
        double[] first = Ranks(truth, weights), second = Ranks(values, weights);
        var moments = new JointMoments();
        for (int i = 0; i < first.Length; i++)
        {
            moments.Add(first[i], second[i], weights[i]);
        }

        return moments.Correlation;
    }

    /// <inheritdoc />
    protected override double VarianceOfZ(double correlation, double count) => (1 + (correlation * correlation / 2)) / (count - 3);

    // The mean of the ranks that a group of equal values would take, were each row repeated as often as it weighs.
    private static double[] Ranks(double[] values, double[] weights)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        double[] sorted = [.. values];
        Array.Sort(sorted, order);
        var ranks = new double[values.Length];
        double below = 0;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            double group = 0;
            for (end = start; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
                group += weights[order[end]];
            }

            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = below + ((group + 1) / 2);
            }

            below += group;
        }

        return ranks;
    }
}
