namespace AiInfra.Metrics.Ranking;

/// <summary>bpref (Buckley and Voorhees 2004): how seldom judged non-relevant documents rank above relevant ones. Documents without judgement are passed over. As in trec_eval: the mean over the relevant documents of 1 - non-relevant above / min(relevant, non-relevant), at least 0.</summary>
public sealed class BinaryPreference : RankingMetric
{
    private readonly TieHandling _ties;

    /// <summary>Creates the metric.</summary>
    /// <param name="ties">How documents with equal scores are ranked; not averaged.</param>
    /// <param name="noRelevant">What a query without a relevant document is.</param>
    /// <param name="relevantAbove">A document is relevant when its relevance is above this.</param>
    public BinaryPreference(TieHandling ties = TieHandling.Worst, NoRelevant noRelevant = NoRelevant.Zero, double relevantAbove = 0)
        : base("bpref", "", Ordered(ties), noRelevant, relevantAbove) => _ties = ties;

    /// <inheritdoc />
    public override RankingMetric New() => new BinaryPreference(_ties, NoRelevant, RelevantAbove);

    /// <inheritdoc />
    protected override double Compute(in RankedQuery query)
    {
        int relevant = query.Relevant(RelevantAbove), bound = Math.Min(relevant, query.Ideal.Length - relevant), above = 0;
        double sum = 0;
        for (int i = 0; i < query.Relevance.Length; i++)
        {
            if (query.Relevance[i] > RelevantAbove)
            {
                sum += above == 0 ? 1 : 1 - ((double)Math.Min(above, relevant) / bound);
            }
            else if (query.Judged.IsEmpty || query.Judged[i])
            {
                above++;
            }
        }

        return sum / relevant;
    }
}
