namespace AiInfra.Metrics.Ranking;

/// <summary>Discounted gain over that of the ideal ranking of all judged documents, from 0 to 1.</summary>
public sealed class NormalizedDiscountedGain : RankingMetric
{
    private readonly int _k;
    private readonly Gain _gain;
    private readonly TieHandling _ties;

    /// <summary>Creates the metric.</summary>
    /// <param name="k">Ranks that count; 0 for all.</param>
    /// <param name="gain">What a relevance is worth.</param>
    /// <param name="ties">How documents with equal scores are ranked.</param>
    /// <param name="noRelevant">What a query without a relevant document is.</param>
    public NormalizedDiscountedGain(int k = 0, Gain gain = Gain.Linear, TieHandling ties = TieHandling.Averaged, NoRelevant noRelevant = NoRelevant.Zero)
        : base("ndcg", $"k:{CutOff(k)}|gain:{Lower(gain)}", ties, noRelevant) => (_k, _gain, _ties) = (k, gain, ties);

    /// <inheritdoc />
    public override RankingMetric New() => new NormalizedDiscountedGain(_k, _gain, _ties, NoRelevant);

    /// <inheritdoc />
    protected override double Compute(in RankedQuery query) =>
        DiscountedGain.Sum(query.Relevance, query.Scores, _k, _gain) / DiscountedGain.Sum(query.Ideal, [], _k, _gain);
}
