namespace AiInfra.Metrics.Statistics;

/// <summary>The exact distribution of Mann and Whitney's U when no numbers are tied and both samples come from one distribution.</summary>
internal static class MannWhitneyDistribution
{
    /// <summary>P(U >= u). By the recurrence of Mann and Whitney (1947): the largest number belongs to the first sample with probability n/(n+m), and then beats all m.</summary>
    public static double AtLeast(int n, int m, long u)
    {
        // last[j][u]: the distribution for i numbers against j.
        var last = new double[m + 1][];
        for (int j = 0; j <= m; j++)
        {
            last[j] = [1];
        }

        for (int i = 1; i <= n; i++)
        {
            var now = new double[m + 1][];
            now[0] = [1];
            for (int j = 1; j <= m; j++)
            {
                var both = new double[(i * j) + 1];
                double[] fewer = last[j], below = now[j - 1];
                double won = i / (double)(i + j), lost = j / (double)(i + j);
                for (int k = 0; k < fewer.Length; k++)
                {
                    both[k + j] += won * fewer[k];
                }

                for (int k = 0; k < below.Length; k++)
                {
                    both[k] += lost * below[k];
                }

                now[j] = both;
            }

            last = now;
        }

        double sum = 0;
        for (long k = (long)n * m; k >= Math.Max(0, u); k--)
        {
            sum += last[m][k];
        }

        return Math.Min(1, sum);
    }
}
