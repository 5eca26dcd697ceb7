using MathNet.Numerics;

namespace AiInfra.Core.Statistics;

/// <summary>Tests of whether two samples come from one distribution. All are two-sided.</summary>
public static class TwoSample
{
    private const int LargestExact = 10_000;

    /// <summary>Kolmogorov-Smirnov: the largest distance of the two empirical distribution functions.</summary>
    /// <exception cref="ArgumentException">A sample is empty or holds a NaN.</exception>
    public static TwoSampleResult KolmogorovSmirnov(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, KolmogorovMethod method = KolmogorovMethod.Auto)
    {
        double[] a = Sorted(reference, nameof(reference)), b = Sorted(current, nameof(current));
        double statistic = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            double x = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] == x)
            {
                i++;
            }

            while (j < b.Length && b[j] == x)
            {
                j++;
            }

            statistic = Math.Max(statistic, Math.Abs((i / (double)a.Length) - (j / (double)b.Length)));
        }

        bool exact = method == KolmogorovMethod.Exact || (method == KolmogorovMethod.Auto && Math.Max(a.Length, b.Length) <= LargestExact);
        return new(statistic, exact ? LatticePaths.ShareLeaving(a.Length, b.Length, statistic) : KolmogorovSmirnovPValue(statistic, a.Length, b.Length));
    }

    /// <summary>The asymptotic p-value of a Kolmogorov-Smirnov distance between samples of n and m numbers.</summary>
    public static double KolmogorovSmirnovPValue(double statistic, long n, long m) =>
        KolmogorovDistribution.Survival(Math.Max(1, (long)Math.Round((double)n * m / ((double)n + m), MidpointRounding.ToEven)), statistic);

    /// <summary>Mann-Whitney U of the reference sample, with the normal approximation, tie correction and continuity correction.</summary>
    /// <exception cref="ArgumentException">A sample is empty or holds a NaN.</exception>
    public static TwoSampleResult MannWhitneyU(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        double[] a = Sorted(reference, nameof(reference)), b = Sorted(current, nameof(current));
        double n = a.Length, m = b.Length, ranks = 0, ties = 0;
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            double x = j >= b.Length || (i < a.Length && a[i] <= b[j]) ? a[i] : b[j];
            int before = i + j, ours = i;
            while (i < a.Length && a[i] == x)
            {
                i++;
            }

            while (j < b.Length && b[j] == x)
            {
                j++;
            }

            double tied = i + j - before;
            ranks += (i - ours) * (before + ((tied + 1) / 2));
            ties += (tied * tied * tied) - tied;
        }

        double u = ranks - (n * (n + 1) / 2);
        double deviation = Math.Sqrt(n * m / 12 * (n + m + 1 - (ties / ((n + m) * (n + m - 1)))));
        double z = (Math.Max(u, (n * m) - u) - (n * m / 2) - 0.5) / deviation;
        return new(u, deviation > 0 ? Math.Min(1, SpecialFunctions.Erfc(z / Math.Sqrt(2))) : 1);
    }

    /// <summary>Welch's t test: do the means differ, whatever the variances? Two samples without variance: p is 1 when the means are equal, otherwise 0.</summary>
    /// <exception cref="ArgumentException">A sample has fewer than two numbers or holds a NaN.</exception>
    public static TwoSampleResult WelchT(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        var (meanA, varianceA) = Moments(reference, nameof(reference));
        var (meanB, varianceB) = Moments(current, nameof(current));
        return WelchT(meanA, varianceA, reference.Length, meanB, varianceB, current.Length);
    }

    /// <summary>Welch's t test from means, variances (n - 1) and sizes.</summary>
    public static TwoSampleResult WelchT(double meanA, double varianceA, long countA, double meanB, double varianceB, long countB)
    {
        double a = varianceA / countA, b = varianceB / countB;
        if (a + b == 0)
        {
            return meanA == meanB ? new(0, 1) : new(meanA > meanB ? double.PositiveInfinity : double.NegativeInfinity, 0);
        }

        double t = (meanA - meanB) / Math.Sqrt(a + b);
        double freedom = (a + b) * (a + b) / ((a * a / (countA - 1)) + (b * b / (countB - 1)));
        return new(t, SpecialFunctions.BetaRegularized(freedom / 2, 0.5, freedom / (freedom + (t * t))), freedom);
    }

    /// <summary>Pearson's chi-square test of homogeneity of two rows of counts, without continuity correction. Cells empty in both rows are left out.</summary>
    /// <exception cref="ArgumentException">The rows differ in length, a count is negative or not finite, or a row is all zero.</exception>
    public static TwoSampleResult ChiSquare(ReadOnlySpan<double> referenceCounts, ReadOnlySpan<double> currentCounts)
    {
        double a = Divergence.Total(referenceCounts, nameof(referenceCounts)), b = Divergence.Total(currentCounts, nameof(currentCounts));
        Divergence.RequireSameLength(referenceCounts, currentCounts);
        double statistic = 0;
        int cells = 0;
        for (int i = 0; i < referenceCounts.Length; i++)
        {
            double both = referenceCounts[i] + currentCounts[i];
            if (both > 0)
            {
                double expectedA = both * a / (a + b), expectedB = both * b / (a + b);
                statistic += ((referenceCounts[i] - expectedA) * (referenceCounts[i] - expectedA) / expectedA)
                    + ((currentCounts[i] - expectedB) * (currentCounts[i] - expectedB) / expectedB);
                cells++;
            }
        }

        return new(statistic, cells > 1 ? SpecialFunctions.GammaUpperRegularized((cells - 1) / 2.0, statistic / 2) : 1, cells - 1);
    }

    internal static double[] Sorted(ReadOnlySpan<double> sample, string name)
    {
        if (sample.IsEmpty)
        {
            throw new ArgumentException("A sample without numbers cannot be compared.", name);
        }

        double[] sorted = sample.ToArray();
        Array.Sort(sorted);
        // NaN sorts first.
        return double.IsNaN(sorted[0]) ? throw new ArgumentException("A sample holds a NaN; leave missing numbers out.", name) : sorted;
    }

    private static (double Mean, double Variance) Moments(ReadOnlySpan<double> sample, string name)
    {
        if (sample.Length < 2)
        {
            throw new ArgumentException($"A sample of at least two numbers is expected, {sample.Length} came.", name);
        }

        double sum = 0, squares = 0;
        foreach (double x in sample)
        {
            sum += x;
        }

        double mean = sum / sample.Length;
        foreach (double x in sample)
        {
            squares += (x - mean) * (x - mean);
        }

        return double.IsNaN(mean) ? throw new ArgumentException("A sample holds a NaN; leave missing numbers out.", name) : (mean, squares / (sample.Length - 1));
    }
}
