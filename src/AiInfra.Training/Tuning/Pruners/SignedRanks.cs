namespace AiInfra.Training.Tuning.Pruners;

/// <summary>Wilcoxon's signed-rank test, one-sided, as scipy's <c>wilcoxon(d, alternative="greater", zero_method="zsplit")</c> makes it: exact up to 50 differences without a zero, otherwise normal with the correction for ties; the ranks of zeros are split.</summary>
internal static class SignedRanks
{
    private const int MostExact = 50;

    /// <summary>Chance that differences at least so far above 0 come of nothing.</summary>
    public static double PValueOfGreater(IReadOnlyList<double> differences)
    {
        int n = differences.Count;
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => Math.Abs(differences[i]))];
        double positive = 0, ties = 0;
        bool zeros = false;
        for (int i = 0; i < n;)
        {
            int j = i;
            while (j < n && Math.Abs(differences[order[j]]) == Math.Abs(differences[order[i]]))
            {
                j++;
            }

            double rank = (i + 1 + j) / 2.0, alike = j - i;
            ties += alike * ((alike * alike) - 1);
            for (; i < j; i++)
            {
                double difference = differences[order[i]];
                positive += difference > 0 ? rank : difference == 0 ? rank / 2 : 0;
                zeros |= difference == 0;
            }
        }

        if (n <= MostExact && !zeros)
        {
            return Exact(n, (int)positive);
        }

        double mean = n * (n + 1.0) / 4, deviation = Math.Sqrt(((n * (n + 1.0) * ((2.0 * n) + 1)) - (0.5 * ties)) / 24);
        return deviation > 0 ? NormalLaw.Cdf((mean - positive) / deviation) : 0.5;
    }

    /// <summary>Share of all 2^n choices of signs whose positive ranks sum to at least so much.</summary>
    private static double Exact(int n, int sum)
    {
        var ways = new double[(n * (n + 1) / 2) + 1];
        ways[0] = 1;
        for (int rank = 1; rank <= n; rank++)
        {
            for (int s = ways.Length - 1; s >= rank; s--)
            {
                ways[s] = (ways[s] + ways[s - rank]) / 2;
            }

            for (int s = 0; s < rank; s++)
            {
                ways[s] /= 2;
            }
        }

        double share = 0;
        for (int s = ways.Length - 1; s >= sum; s--)
        {
            share += ways[s];
        }

        return Math.Min(share, 1);
    }
}
