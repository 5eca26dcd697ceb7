namespace AiInfra.Metrics.Ranking;

/// <summary>Precision at as many ranks as there are relevant documents.</summary>
public sealed class RPrecision : RankingMetric
{
    private readonly TieHandling _ties;

    /// <summary>Creates the metric.</summary>
    /// <param name="ties">How documents with equal scores are ranked; not averaged.</param>
    /// <param name="noRelevant">What a query without a relevant document is.</param>
    /// <param name="relevantAbove">A document is relevant when its relevance is above this.</param>
    public RPrecision(TieHandling ties = TieHandling.Worst, NoRelevant noRelevant = NoRelevant.Zero, double relevantAbove = 0)
        : base("rPrecision", "", Ordered(ties), noRelevant, relevantAbove) => _ties = ties;

    /// <inheritdoc />
    public override RankingMetric New() => new RPrecision(_ties, NoRelevant, RelevantAbove);

    /// <inheritdoc />
    protected override double Compute(in RankedQuery query)
    {
        int relevant = query.Relevant(RelevantAbove);
        return (double)Found(query, relevant) / relevant;
    }
}
