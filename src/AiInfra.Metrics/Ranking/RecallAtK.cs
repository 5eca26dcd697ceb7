namespace AiInfra.Metrics.Ranking;

/// <summary>The share of the relevant documents that is within the first k ranks.</summary>
public sealed class RecallAtK : RankingMetric
{
    private readonly int _k;
    private readonly RelevantTotal _total;
    private readonly TieHandling _ties;

    /// <summary>Creates the metric.</summary>
    /// <param name="k">Ranks that count; 0 for all.</param>
    /// <param name="total">By what is divided.</param>
    /// <param name="ties">How documents with equal scores are ranked; not averaged.</param>
    /// <param name="noRelevant">What a query without a relevant document is.</param>
    /// <param name="relevantAbove">A document is relevant when its relevance is above this.</param>
    public RecallAtK(int k = 0, RelevantTotal total = RelevantTotal.All, TieHandling ties = TieHandling.Worst, NoRelevant noRelevant = NoRelevant.Zero, double relevantAbove = 0)
        : base("recallAtK", $"k:{CutOff(k)}|total:{Lower(total)}", Ordered(ties), noRelevant, relevantAbove) => (_k, _total, _ties) = (k, total, ties);

    /// <inheritdoc />
    public override RankingMetric New() => new RecallAtK(_k, _total, _ties, NoRelevant, RelevantAbove);

    /// <inheritdoc />
    protected override double Compute(in RankedQuery query) => (double)Found(query, _k) / Total(query);

    private int Total(in RankedQuery query)
    {
        int relevant = query.Relevant(RelevantAbove);
        return _total == RelevantTotal.Capped && _k > 0 ? Math.Min(relevant, _k) : relevant;
    }
}
