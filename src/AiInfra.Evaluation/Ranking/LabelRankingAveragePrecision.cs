namespace AiInfra.Evaluation.Ranking;

/// <summary>For each relevant label the share of relevant ones among those ranked as high or higher; the mean over relevant labels (Tsoumakas 2010). 1 when no label or every label is relevant.</summary>
public sealed class LabelRankingAveragePrecision() : RankingMetric("labelRankingAveragePrecision")
{
    /// <inheritdoc />
    protected override double Compute(ReadOnlySpan<double> relevance, ReadOnlySpan<double> scores)
    {
        double sum = 0;
        int relevant = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (relevance[i] > 0)
            {
                int above = 0, relevantAbove = 0;
                for (int j = 0; j < scores.Length; j++)
                {
                    above += scores[j] >= scores[i] ? 1 : 0;
                    relevantAbove += scores[j] >= scores[i] && relevance[j] > 0 ? 1 : 0;
                }

                sum += (double)relevantAbove / above;
                relevant++;
            }
        }

        return relevant == 0 || relevant == scores.Length ? 1 : sum / relevant;
    }
}
