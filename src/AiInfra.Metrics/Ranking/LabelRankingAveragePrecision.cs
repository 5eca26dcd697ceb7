namespace AiInfra.Metrics.Ranking;

/// <summary>For each relevant label the share of relevant ones among those ranked as high or higher; the mean over relevant labels (Tsoumakas 2010). 1 when no label or every label is relevant.</summary>
public sealed class LabelRankingAveragePrecision() : RankingMetric("labelRankingAveragePrecision", ties: TieHandling.Averaged, noRelevant: NoRelevant.One)
{
    /// <inheritdoc />
    public override RankingMetric New() => new LabelRankingAveragePrecision();

    /// <inheritdoc />
    protected override double Compute(in RankedQuery query)
    {
        double sum = 0;
        int relevant = 0, n = query.Relevance.Length;
        for (int i = 0; i < n;)
        {
            int tied = 0, start = i;
            do
            {
                tied += query.Relevance[i++] > 0 ? 1 : 0;
            }
            while (!query.Scores.IsEmpty && i < n && query.Scores[i] == query.Scores[start]);

            relevant += tied;
            sum += tied * ((double)relevant / i);
        }

        return relevant == n ? 1 : sum / query.Relevant(0);
    }
}
