namespace AiInfra.Metrics.Ranking;

/// <summary>1 when a relevant document is within the cut-off, 0 otherwise: trec_eval's success.</summary>
public sealed class HitRate : RankingMetric
{
    private readonly int _k;
    private readonly TieHandling _ties;

    /// <summary>Creates the metric.</summary>
    /// <param name="k">Ranks that count; 0 for all.</param>
    /// <param name="ties">How documents with equal scores are ranked; not averaged.</param>
    /// <param name="noRelevant">What a query without a relevant document is.</param>
    /// <param name="relevantAbove">A document is relevant when its relevance is above this.</param>
    public HitRate(int k = 0, TieHandling ties = TieHandling.Worst, NoRelevant noRelevant = NoRelevant.Zero, double relevantAbove = 0)
        : base("hitRate", $"k:{CutOff(k)}", Ordered(ties), noRelevant, relevantAbove) => (_k, _ties) = (k, ties);

    /// <inheritdoc />
    public override RankingMetric New() => new HitRate(_k, _ties, NoRelevant, RelevantAbove);

    /// <inheritdoc />
    protected override double Compute(in RankedQuery query) => Found(query, _k) > 0 ? 1 : 0;
}
