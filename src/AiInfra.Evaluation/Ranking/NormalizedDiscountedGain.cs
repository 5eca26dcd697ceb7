namespace AiInfra.Evaluation.Ranking;

/// <summary>Discounted gain over that of the ideal ranking, from 0 to 1. A query without any relevant document is 0, the field's convention.</summary>
public sealed class NormalizedDiscountedGain : RankingMetric
{
    private readonly int _k;

    /// <summary>Creates the metric.</summary>
    /// <param name="k">Ranks that count; 0 for all.</param>
    public NormalizedDiscountedGain(int k = 0)
        : base("ndcg", $"k:{k}|gain:linear|ties:averaged|ideal0:0")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        _k = k;
    }

    /// <inheritdoc />
    protected override double Compute(ReadOnlySpan<double> relevance, ReadOnlySpan<double> scores)
    {
        double ideal = DiscountedGain.Of(relevance, relevance, _k);
        return ideal > 0 ? DiscountedGain.Of(relevance, scores, _k) / ideal : 0;
    }
}
