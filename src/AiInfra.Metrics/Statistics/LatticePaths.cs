using System.Numerics;

namespace AiInfra.Metrics.Statistics;

/// <summary>The exact distribution of the two-sample Kolmogorov-Smirnov statistic: orders of n + m numbers are lattice paths, and the statistic says how far a path leaves the diagonal (Hodges 1958).</summary>
internal static class LatticePaths
{
    /// <summary>The share of paths from (0, 0) to (n, m) that touch |i/n - j/m| >= distance; with one side, only i/n - j/m >= distance.</summary>
    public static double ShareLeaving(int n, int m, double distance, bool oneSide = false)
    {
        long divisor = (long)BigInteger.GreatestCommonDivisor(n, m);
        long stepN = m / divisor, stepM = n / divisor;
        long limit = (long)Math.Round(distance * n * (m / divisor));
        if (limit <= 0)
        {
            return 1;
        }

        // share[j] = of the paths to (i, j), those that have left: all of them where no row has been yet, above the band. A path comes from the left with probability i/(i+j), from below with j/(i+j).
        var share = new double[m + 1];
        Array.Fill(share, 1);
        share[0] = 0;
        for (long i = 0; i <= n; i++)
        {
            long from = Math.Max(0, (((i * stepN) - limit) / stepM) - 1);
            long to = oneSide ? m : Math.Min(m, (((i * stepN) + limit) / stepM) + 1);
            if (from > 0)
            {
                share[from - 1] = 1;
            }

            for (long j = from; j <= to; j++)
            {
                long gap = (i * stepN) - (j * stepM);
                if ((oneSide ? gap : Math.Abs(gap)) >= limit)
                {
                    share[j] = 1;
                }
                else if (i + j > 0)
                {
                    double left = i > 0 ? share[j] : 0, below = j > 0 ? share[j - 1] : 0;
                    share[j] = ((left * i) + (below * j)) / (i + j);
                }
            }
        }

        return share[m];
    }
}
