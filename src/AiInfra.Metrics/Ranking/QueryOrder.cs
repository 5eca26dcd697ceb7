namespace AiInfra.Metrics.Ranking;

/// <summary>Sorts the documents of a query.</summary>
internal static class QueryOrder
{
    public static RankedQuery Rank(ReadOnlySpan<double> relevance, ReadOnlySpan<double> scores, TieHandling ties)
    {
        Check(relevance, scores);
        int n = scores.Length;
        var keys = new (double Score, double Tie)[n];
        var order = new int[n];
        for (int i = 0; i < n; i++)
        {
            order[i] = i;
            keys[i] = (scores[i], ties switch { TieHandling.Worst => relevance[i], TieHandling.Reversed => -i, _ => i });
        }

        Array.Sort(keys, order, Comparer<(double Score, double Tie)>.Create((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Tie.CompareTo(b.Tie)));
        var ranked = new double[n];
        var sorted = new double[n];
        for (int i = 0; i < n; i++)
        {
            (ranked[i], sorted[i]) = (relevance[order[i]], keys[i].Score);
        }

        double[] ideal = relevance.ToArray();
        ideal.AsSpan().Sort((a, b) => b.CompareTo(a));
        return new() { Relevance = ranked, Scores = ties == TieHandling.Averaged ? sorted : [], Ideal = ideal };
    }

    private static void Check(ReadOnlySpan<double> relevance, ReadOnlySpan<double> scores)
    {
        Guard.Columns(relevance.Length, scores.Length, nameof(scores), default);
        Guard.Finite(relevance, nameof(relevance));
        Guard.Finite(scores, nameof(scores));
        for (int i = 0; i < relevance.Length; i++)
        {
            if (relevance[i] < 0)
            {
                throw new ArgumentException($"relevance[{i}] is {relevance[i]}; a relevance is zero or more.", nameof(relevance));
            }
        }
    }
}
