namespace AiInfra.Metrics.Ranking;

/// <summary>The share of relevant documents in the first k ranks. The divisor is k, also where fewer documents were retrieved (trec_eval); without a cut-off it is their number, and 0 of none.</summary>
public sealed class PrecisionAtK : RankingMetric
{
    private readonly int _k;
    private readonly TieHandling _ties;

    /// <summary>Creates the metric.</summary>
    /// <param name="k">Ranks that count; 0 for all.</param>
    /// <param name="ties">How documents with equal scores are ranked; not averaged.</param>
    /// <param name="noRelevant">What a query without a relevant document is.</param>
    /// <param name="relevantAbove">A document is relevant when its relevance is above this.</param>
    public PrecisionAtK(int k = 0, TieHandling ties = TieHandling.Worst, NoRelevant noRelevant = NoRelevant.Zero, double relevantAbove = 0)
        : base("precisionAtK", $"k:{CutOff(k)}", Ordered(ties), noRelevant, relevantAbove) => (_k, _ties) = (k, ties);

    /// <inheritdoc />
    public override RankingMetric New() => new PrecisionAtK(_k, _ties, NoRelevant, RelevantAbove);

    /// <inheritdoc />
    protected override double Compute(in RankedQuery query) =>
        _k > 0 ? (double)Found(query, _k) / _k : query.Relevance.IsEmpty ? 0 : (double)Found(query, 0) / query.Relevance.Length;
}
