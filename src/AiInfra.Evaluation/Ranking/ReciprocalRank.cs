namespace AiInfra.Evaluation.Ranking;

/// <summary>One over the rank of the first relevant document, 0 when none is within the cut-off. Equal scores take the worst rank, so that ties never flatter.</summary>
public sealed class ReciprocalRank : RankingMetric
{
    private readonly int _k;

    /// <summary>Creates the metric.</summary>
    /// <param name="k">Ranks that count; 0 for all.</param>
    public ReciprocalRank(int k = 0)
        : base("reciprocalRank", $"k:{k}|ties:worst")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        _k = k;
    }

    /// <inheritdoc />
    protected override double Compute(ReadOnlySpan<double> relevance, ReadOnlySpan<double> scores)
    {
        int best = int.MaxValue;
        for (int i = 0; i < scores.Length; i++)
        {
            if (relevance[i] > 0)
            {
                int rank = 1;
                for (int j = 0; j < scores.Length; j++)
                {
                    rank += scores[j] > scores[i] || (scores[j] == scores[i] && relevance[j] == 0) ? 1 : 0;
                }

                best = Math.Min(best, rank);
            }
        }

        return best == int.MaxValue || (_k > 0 && best > _k) ? 0 : 1.0 / best;
    }
}
