namespace AiInfra.Metrics.Ranking;

/// <summary>One over the rank of the first relevant document, 0 when none is within the cut-off. Its mean over queries is MRR. By default equal scores take the worst rank, so that ties never flatter.</summary>
public sealed class ReciprocalRank : RankingMetric
{
    private readonly int _k;
    private readonly TieHandling _ties;

    /// <summary>Creates the metric.</summary>
    /// <param name="k">Ranks that count; 0 for all.</param>
    /// <param name="ties">How documents with equal scores are ranked; not averaged.</param>
    /// <param name="noRelevant">What a query without a relevant document is.</param>
    /// <param name="relevantAbove">A document is relevant when its relevance is above this.</param>
    public ReciprocalRank(int k = 0, TieHandling ties = TieHandling.Worst, NoRelevant noRelevant = NoRelevant.Zero, double relevantAbove = 0)
        : base("reciprocalRank", $"k:{CutOff(k)}", Ordered(ties), noRelevant, relevantAbove) => (_k, _ties) = (k, ties);

    /// <inheritdoc />
    public override RankingMetric New() => new ReciprocalRank(_k, _ties, NoRelevant, RelevantAbove);

    /// <inheritdoc />
    protected override double Compute(in RankedQuery query)
    {
        int depth = Depth(query, _k);
        for (int i = 0; i < depth; i++)
        {
            if (query.Relevance[i] > RelevantAbove)
            {
                return 1.0 / (i + 1);
            }
        }

        return 0;
    }
}
