namespace AiInfra.Evaluation.Ranking;

/// <summary>Discounted cumulative gain: relevance over log2(rank + 1) (Järvelin and Kekäläinen 2002). Equal scores share the mean of their relevances.</summary>
public sealed class DiscountedGain : RankingMetric
{
    private readonly int _k;

    /// <summary>Creates the metric.</summary>
    /// <param name="k">Ranks that count; 0 for all.</param>
    public DiscountedGain(int k = 0)
        : base("dcg", $"k:{k}|gain:linear|ties:averaged")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        _k = k;
    }

    internal static double Of(ReadOnlySpan<double> relevance, ReadOnlySpan<double> scores, int k)
    {
        double[] sorted = scores.ToArray(), gains = relevance.ToArray();
        Array.Sort(sorted, gains);
        int last = k > 0 ? k : int.MaxValue, rank = 0;
        double sum = 0;
        for (int i = sorted.Length - 1; i >= 0;)
        {
            double score = sorted[i], gain = 0, discount = 0;
            int tied = 0;
            for (; i >= 0 && sorted[i] == score; i--, tied++)
            {
                gain += gains[i];
                discount += ++rank <= last ? 1 / Math.Log2(rank + 1) : 0;
            }

            sum += gain / tied * discount;
        }

        return sum;
    }

    /// <inheritdoc />
    protected override double Compute(ReadOnlySpan<double> relevance, ReadOnlySpan<double> scores) => Of(relevance, scores, _k);
}
