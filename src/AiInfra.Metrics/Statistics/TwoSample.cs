using MathNet.Numerics;

namespace AiInfra.Metrics.Statistics;

/// <summary>Tests of whether two samples come from one distribution, two-sided unless asked otherwise. An alternative speaks of the reference sample: greater means that its numbers are larger.</summary>
public static class TwoSample
{
    private const int LargestExact = 10_000;

    /// <summary>Kolmogorov-Smirnov: the largest distance of the two empirical distribution functions.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The sample compared with it.</param>
    /// <param name="method">How the p-value is computed.</param>
    /// <param name="alternative">What is looked for. Where the numbers of a sample are larger its distribution function lies lower: what is greater here is "less" in SciPy's ks_2samp, which speaks of the functions.</param>
    /// <exception cref="ArgumentException">A sample is empty or holds a NaN; the message names the first index.</exception>
    public static TwoSampleResult KolmogorovSmirnov(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, KolmogorovMethod method = KolmogorovMethod.Auto, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        double[] a = Sorted(reference, nameof(reference)), b = Sorted(current, nameof(current));
        double above = 0, below = 0;
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

            double gap = (i / (double)a.Length) - (j / (double)b.Length);
            above = Math.Max(above, gap);
            below = Math.Max(below, -gap);
        }

        bool exact = method == KolmogorovMethod.Exact || (method == KolmogorovMethod.Auto && Math.Max(a.Length, b.Length) <= LargestExact);
        if (alternative == PairedAlternative.TwoSided)
        {
            double largest = Math.Max(above, below);
            return new(largest, exact ? LatticePaths.ShareLeaving(a.Length, b.Length, largest) : KolmogorovSmirnovPValue(largest, a.Length, b.Length));
        }

        double statistic = alternative == PairedAlternative.Less ? above : below;
        return new(statistic, exact ? LatticePaths.ShareLeaving(a.Length, b.Length, statistic, oneSide: true) : OneSided(statistic, a.Length, b.Length));
    }

    /// <summary>The asymptotic p-value of a Kolmogorov-Smirnov distance between samples of n and m numbers: that of one sample of n·m/(n+m) numbers, rounded. Of one number against one, whose distance is always 1, it is 1.</summary>
    public static double KolmogorovSmirnovPValue(double statistic, long n, long m) =>
        n == 1 && m == 1 ? 1 : KolmogorovDistribution.Survival((long)Math.Round((double)n * m / ((double)n + m), MidpointRounding.ToEven), statistic);

    // Hodges 1958, equation 5.3.
    private static double OneSided(double statistic, double n, double m)
    {
        double larger = Math.Max(n, m), smaller = Math.Min(n, m), z = Math.Sqrt(larger * smaller / (larger + smaller)) * statistic;
        return Math.Clamp(Math.Exp((-2 * z * z) - (2 * z * (larger + (2 * smaller)) / Math.Sqrt(larger * smaller * (larger + smaller)) / 3)), 0, 1);
    }

    /// <summary>Mann-Whitney U of the reference sample (Wilcoxon's rank sum): does one sample tend to have the larger numbers?</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The sample compared with it.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <param name="method">How the p-value is computed.</param>
    /// <param name="continuity">Whether the asymptotic form has the continuity correction.</param>
    /// <returns>The statistic is the number of pairs in which the reference's number is larger, ties counting half.</returns>
    /// <exception cref="ArgumentException">A sample is empty or holds a NaN; the message names the first index.</exception>
    /// <remarks>SciPy: mannwhitneyu, whose default method is "auto"; here it is "asymptotic".</remarks>
    public static TwoSampleResult MannWhitneyU(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, PairedAlternative alternative = PairedAlternative.TwoSided, MannWhitneyMethod method = MannWhitneyMethod.Asymptotic, bool continuity = true)
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
        // How large the side is that is looked for; for two sides the larger.
        double side = alternative switch { PairedAlternative.Greater => u, PairedAlternative.Less => (n * m) - u, _ => Math.Max(u, (n * m) - u) };
        double sides = alternative == PairedAlternative.TwoSided ? 2 : 1;
        if (method == MannWhitneyMethod.Exact || (method == MannWhitneyMethod.Auto && ties == 0 && Math.Min(n, m) <= 8))
        {
            // A tied pair counts half; half a pair more is dropped, so that the p-value is not too small.
            return new(u, Math.Min(1, sides * MannWhitneyDistribution.AtLeast(a.Length, b.Length, (long)side)));
        }

        double deviation = Math.Sqrt(n * m / 12 * (n + m + 1 - (ties / ((n + m) * (n + m - 1)))));
        double z = (side - (n * m / 2) - (continuity ? 0.5 : 0)) / deviation;
        return new(u, deviation > 0 ? Math.Min(1, sides * NormalTail.Upper(z)) : 1);
    }

    /// <summary>Welch's t test: do the means differ, whatever the variances? Two samples without variance: the statistic is NaN and p 1 when the means are equal, otherwise it is infinite and p 0.</summary>
    /// <exception cref="ArgumentException">A sample has fewer than two numbers or holds one that is not finite; the message names the first index.</exception>
    public static TwoSampleResult WelchT(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        if (PairedDifferences.Power(reference, current) is not 0 and int power)
        {
            return WelchT(PairedDifferences.Scaled(reference, power), PairedDifferences.Scaled(current, power), alternative);
        }

        var (meanA, varianceA) = Moments(reference, reference, nameof(reference));
        var (meanB, varianceB) = Moments(current, reference, nameof(current));
        return Welch(meanA, varianceA, reference.Length, meanB, varianceB, current.Length, alternative, Rounding(reference, current));
    }

    /// <summary>Welch's t test from means, variances (n - 1) and sizes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A mean is not finite, a variance not finite or negative, or a size below 2.</exception>
    public static TwoSampleResult WelchT(double meanA, double varianceA, long countA, double meanB, double varianceB, long countB, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        CheckMoments(meanA, nameof(meanA), varianceA, nameof(varianceA), countA, nameof(countA));
        CheckMoments(meanB, nameof(meanB), varianceB, nameof(varianceB), countB, nameof(countB));
        return Welch(meanA, varianceA, countA, meanB, varianceB, countB, alternative, PairedDifferences.Error(meanA, meanB));
    }

    private static TwoSampleResult Welch(double meanA, double varianceA, long countA, double meanB, double varianceB, long countB, PairedAlternative alternative, double rounding)
    {
        double a = varianceA / countA, b = varianceB / countB;
        // As shares of their sum, whose squares stay in the range of a double.
        double shareA = a / (a + b), shareB = b / (a + b), freedom = 1 / ((shareA * shareA / (countA - 1)) + (shareB * shareB / (countB - 1)));
        return T(meanA - meanB, a + b, Math.Min(countA, countB), freedom, alternative, rounding);
    }

    /// <summary>Student's t test, which takes the variances as equal. Welch's is as good where they are and right where they are not.</summary>
    /// <exception cref="ArgumentException">A sample has fewer than two numbers or holds one that is not finite; the message names the first index.</exception>
    public static TwoSampleResult StudentT(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        if (PairedDifferences.Power(reference, current) is not 0 and int power)
        {
            return StudentT(PairedDifferences.Scaled(reference, power), PairedDifferences.Scaled(current, power), alternative);
        }

        var (meanA, varianceA) = Moments(reference, reference, nameof(reference));
        var (meanB, varianceB) = Moments(current, reference, nameof(current));
        double n = reference.Length, m = current.Length;
        double pooled = (((n - 1) * varianceA) + ((m - 1) * varianceB)) / (n + m - 2);
        return T(meanA - meanB, pooled * ((1 / n) + (1 / m)), Math.Min(n, m), n + m - 2, alternative, Rounding(reference, current));
    }

    private static double Rounding(ReadOnlySpan<double> reference, ReadOnlySpan<double> current) =>
        Math.Max(PairedDifferences.LargestError(reference, reference), PairedDifferences.LargestError(current, current));

    private static TwoSampleResult T(double difference, double variance, double rows, double freedom, PairedAlternative alternative, double rounding)
    {
        // Constants, but for rounding: they differ by more, or they are equal.
        if (Math.Sqrt(variance * rows) <= rounding)
        {
            difference = Math.Abs(difference) <= 2 * rounding ? 0 : difference;
            double certain = difference == 0 ? double.NaN : difference > 0 ? double.PositiveInfinity : double.NegativeInfinity;
            bool asAsked = difference != 0 && (alternative == PairedAlternative.TwoSided || alternative == PairedAlternative.Greater == (difference > 0));
            return new(certain, asAsked ? 0 : 1);
        }

        double t = difference / Math.Sqrt(variance);
        return new(t, NormalTail.StudentPValue(t, freedom, alternative), freedom);
    }

    /// <summary>Pearson's chi-square test of homogeneity of two rows of counts, without continuity correction unless asked for (Yates; two cells only). Cells empty in both rows are left out.</summary>
    /// <exception cref="ArgumentException">The rows differ in length, a count is negative or not finite, or a row is all zero.</exception>
    public static TwoSampleResult ChiSquare(ReadOnlySpan<double> referenceCounts, ReadOnlySpan<double> currentCounts, bool correction = false)
    {
        double a = Divergence.Total(referenceCounts, nameof(referenceCounts)), b = Divergence.Total(currentCounts, nameof(currentCounts));
        Divergence.RequireSameLength(referenceCounts, currentCounts, nameof(currentCounts));
        double statistic = 0;
        int cells = 0;
        for (int i = 0; i < referenceCounts.Length; i++)
        {
            cells += referenceCounts[i] + currentCounts[i] > 0 ? 1 : 0;
        }

        for (int i = 0; i < referenceCounts.Length; i++)
        {
            double both = referenceCounts[i] + currentCounts[i];
            if (both > 0)
            {
                double expectedA = both * a / (a + b), expectedB = both * b / (a + b), gap = Math.Abs(referenceCounts[i] - expectedA);
                gap -= correction && cells == 2 ? Math.Min(0.5, gap) : 0;
                statistic += (gap * gap / expectedA) + (gap * gap / expectedB);
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
        return double.IsNaN(sorted[0]) ? throw NotANumber(sample, name) : sorted;
    }

    private static ArgumentException NotANumber(ReadOnlySpan<double> sample, string name)
    {
        int at = 0;
        while (!double.IsNaN(sample[at]))
        {
            at++;
        }

        return new($"{name}[{at}] is NaN; leave missing numbers out.", name);
    }

    // Of numbers less the first of the origin: far from zero the mean itself has too few digits for a difference of means.
    private static (double Mean, double Variance) Moments(ReadOnlySpan<double> sample, ReadOnlySpan<double> origin, string name)
    {
        if (sample.Length < 2)
        {
            throw new ArgumentException($"A sample of at least two numbers is expected, {sample.Length} came.", name);
        }

        PairedDifferences.RequireFinite(sample, name);
        double[] moved = PairedDifferences.Less(sample, origin[0]);
        double mean = PairedDifferences.Mean(moved), squares = 0;
        foreach (double x in moved)
        {
            squares += (x - mean) * (x - mean);
        }

        return (mean, squares / (moved.Length - 1));
    }

    private static void CheckMoments(double mean, string meanName, double variance, string varianceName, long count, string countName)
    {
        if (!double.IsFinite(mean))
        {
            throw new ArgumentOutOfRangeException(meanName, mean, "A mean is a finite number.");
        }

        if (!(variance >= 0) || double.IsInfinity(variance))
        {
            throw new ArgumentOutOfRangeException(varianceName, variance, "A variance is a finite number, zero or more.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2, countName);
    }
}
