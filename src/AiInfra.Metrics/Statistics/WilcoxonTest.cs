using MathNet.Numerics;

namespace AiInfra.Metrics.Statistics;

/// <summary>Wilcoxon's signed-rank test (1945): whether differences are symmetric about zero. Bears outliers that a t-test does not.</summary>
public static class WilcoxonTest
{
    /// <summary>Up to so many non-zero differences the p-value is exact, ties included.</summary>
    public const int ExactUpTo = 50;

    /// <summary>Tests the differences, first minus second. Zero differences are left out; equal sizes share their mean rank. Differences that only rounding tells apart are equal: 0.3 - 0.2 and 0.1.</summary>
    /// <param name="first">Values of the first.</param>
    /// <param name="second">Values of the second on the same rows.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <returns>The statistic is the smaller rank sum for two sides, otherwise the rank sum of the positive differences. Above 50 pairs the p-value is the normal one with tie correction and no continuity correction.</returns>
    public static PairedTestResult Test(ReadOnlySpan<double> first, ReadOnlySpan<double> second, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        double[] all = PairedDifferences.Of(first, second), roundings = PairedDifferences.Errors(first, second);
        int[] rows = [.. Enumerable.Range(0, all.Length).Where(i => all[i] != 0).OrderBy(i => Math.Abs(all[i])).ThenBy(i => roundings[i])];
        double[] differences = [.. rows.Select(i => all[i])], errors = [.. rows.Select(i => roundings[i])];
        int n = differences.Length;
        double mean = all.Length == 0 ? double.NaN : PairedDifferences.Mean(all);
        if (n == 0)
        {
            return new("Wilcoxon, nothing differs", double.NaN, 1, all.Length, mean);
        }

        var doubledRanks = new int[n];
        double ties = 0;
        long positive = 0;
        for (int start = 0, end; start < n; start = end)
        {
            for (end = start + 1; end < n && Math.Abs(differences[end]) - Math.Abs(differences[start]) <= errors[start] + errors[end]; end++)
            {
            }

            double size = end - start;
            ties += (size * size * size) - size;
            for (int i = start; i < end; i++)
            {
                doubledRanks[i] = start + 1 + end;
                positive += differences[i] > 0 ? doubledRanks[i] : 0;
            }
        }

        long total = (long)n * (n + 1);
        (double atMost, double atLeast) = n <= ExactUpTo ? Exact(doubledRanks, positive, total) : Asymptotic(n, positive / 2.0, ties);
        double p = alternative switch
        {
            PairedAlternative.Greater => atLeast,
            PairedAlternative.Less => atMost,
            _ => Math.Min(1, 2 * Math.Min(atMost, atLeast)),
        };
        double statistic = alternative == PairedAlternative.TwoSided ? Math.Min(positive, total - positive) / 2.0 : positive / 2.0;
        return new(n <= ExactUpTo ? "Wilcoxon, exact" : "Wilcoxon, asymptotic", statistic, p, all.Length, mean);
    }

    // The distribution of the rank sum when every sign is a fair coin, by adding one rank at a time. Ranks are doubled, so that shared ranks stay whole.
    private static (double AtMost, double AtLeast) Exact(int[] doubledRanks, long positive, long total)
    {
        var probability = new double[total + 1];
        probability[0] = 1;
        long reach = 0;
        foreach (int rank in doubledRanks)
        {
            reach += rank;
            for (long sum = reach; sum >= 0; sum--)
            {
                probability[sum] = (probability[sum] + (sum >= rank ? probability[sum - rank] : 0)) / 2;
            }
        }

        double atMost = 0, atLeast = 0;
        for (long sum = 0; sum <= total; sum++)
        {
            atMost += sum <= positive ? probability[sum] : 0;
            atLeast += sum >= positive ? probability[sum] : 0;
        }

        return (Math.Min(1, atMost), Math.Min(1, atLeast));
    }

    private static (double AtMost, double AtLeast) Asymptotic(int n, double positive, double ties)
    {
        double mean = n * (n + 1.0) / 4;
        double deviation = Math.Sqrt((n * (n + 1.0) * ((2 * n) + 1.0) / 24) - (ties / 48));
        double z = (positive - mean) / deviation;
        return (SpecialFunctions.Erfc(-z / Math.Sqrt(2)) / 2, SpecialFunctions.Erfc(z / Math.Sqrt(2)) / 2);
    }
}
