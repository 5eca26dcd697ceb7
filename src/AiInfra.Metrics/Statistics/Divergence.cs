using MathNet.Numerics.Distributions;

namespace AiInfra.Metrics.Statistics;

/// <summary>How far two distributions are apart, as numbers without a p-value.</summary>
public static class Divergence
{
    /// <summary>Wasserstein-1 (earth mover's) distance of two samples, in the units of the numbers.</summary>
    /// <exception cref="ArgumentException">A sample is empty or holds a number that is not finite; the message names the first index.</exception>
    public static double Wasserstein(ReadOnlySpan<double> reference, ReadOnlySpan<double> current) =>
        Integrate(reference, current, static gap => Math.Abs(gap));

    /// <summary>Energy distance of two samples: the square root of twice the integral of the squared gap of the distribution functions (Székely and Rizzo).</summary>
    /// <exception cref="ArgumentException">A sample is empty or holds a number that is not finite; the message names the first index.</exception>
    public static double EnergyDistance(ReadOnlySpan<double> reference, ReadOnlySpan<double> current) =>
        Math.Sqrt(2 * Integrate(reference, current, static gap => gap * gap));

    /// <summary>Wasserstein-1 distance of two samples whose numbers count differently; empty weights are all alike.</summary>
    /// <exception cref="ArgumentException">A sample is empty or holds a number that is not finite, or its weights differ from it in length, are negative, not finite or all zero.</exception>
    public static double Wasserstein(ReadOnlySpan<double> reference, ReadOnlySpan<double> referenceWeights, ReadOnlySpan<double> current, ReadOnlySpan<double> currentWeights) =>
        Integrate(reference, referenceWeights, current, currentWeights, static gap => Math.Abs(gap));

    /// <summary>Energy distance of two samples whose numbers count differently; empty weights are all alike.</summary>
    /// <exception cref="ArgumentException">A sample is empty or holds a number that is not finite, or its weights differ from it in length, are negative, not finite or all zero.</exception>
    public static double EnergyDistance(ReadOnlySpan<double> reference, ReadOnlySpan<double> referenceWeights, ReadOnlySpan<double> current, ReadOnlySpan<double> currentWeights) =>
        Math.Sqrt(2 * Integrate(reference, referenceWeights, current, currentWeights, static gap => gap * gap));

    /// <summary>Jensen-Shannon distance: the square root of the divergence. The weights need not sum to one.</summary>
    /// <param name="p">Weights of the cells.</param>
    /// <param name="q">Weights of the same cells.</param>
    /// <param name="logarithmBase">Base of the logarithm, above 1; with 2 the distance lies between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The base is not above 1.</exception>
    /// <exception cref="ArgumentException">The lengths differ, a weight is negative or not finite, or all are zero.</exception>
    public static double JensenShannonDistance(ReadOnlySpan<double> p, ReadOnlySpan<double> q, double logarithmBase = 2)
    {
        if (!(logarithmBase > 1))
        {
            throw new ArgumentOutOfRangeException(nameof(logarithmBase), logarithmBase, "The base of the logarithm is above 1.");
        }

        double totalP = Total(p, nameof(p)), totalQ = Total(q, nameof(q)), sum = 0;
        RequireSameLength(p, q, nameof(q));
        for (int i = 0; i < p.Length; i++)
        {
            double a = p[i] / totalP, b = q[i] / totalQ, middle = (a + b) / 2;
            // Shares so small that half of their sum is no double any more say nothing.
            sum += middle > 0 ? Term(a, middle) + Term(b, middle) : 0;
        }

        return Math.Sqrt(Math.Max(0, sum / 2) / Math.Log(logarithmBase));
    }

    /// <summary>Kullback-Leibler divergence of p from q, in nats; infinite where q has an empty cell that p has not. The weights need not sum to one.</summary>
    /// <exception cref="ArgumentException">The lengths differ, a weight is negative or not finite, or all are zero.</exception>
    public static double KlDivergence(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        double totalP = Total(p, nameof(p)), totalQ = Total(q, nameof(q)), sum = 0;
        RequireSameLength(p, q, nameof(q));
        for (int i = 0; i < p.Length; i++)
        {
            sum += Term(p[i] / totalP, q[i] / totalQ);
        }

        return sum;
    }

    /// <summary>Population stability index of counts: the sum of (a - e)·ln(a / e) over the shares. Half a row is added to every cell that either side fills, so that an empty one does not make it infinite; cells that both leave empty say nothing. Without a change its mean is about (B - 1)(1/n + 1/m) for B cells and n and m independent rows. Below 0.1 is commonly called stable, above 0.25 a major shift.</summary>
    /// <exception cref="ArgumentException">The lengths differ, a count is negative or not finite, or all are zero.</exception>
    public static double PopulationStability(ReadOnlySpan<double> referenceCounts, ReadOnlySpan<double> currentCounts)
    {
        double totalE = Total(referenceCounts, nameof(referenceCounts)), totalA = Total(currentCounts, nameof(currentCounts)), sum = 0;
        RequireSameLength(referenceCounts, currentCounts, nameof(currentCounts));
        for (int i = 0; i < referenceCounts.Length; i++)
        {
            double half = referenceCounts[i] + currentCounts[i] > 0 ? 0.5 : 0;
            totalE += half;
            totalA += half;
        }

        for (int i = 0; i < referenceCounts.Length; i++)
        {
            if (referenceCounts[i] + currentCounts[i] == 0)
            {
                continue;
            }

            double e = (referenceCounts[i] + 0.5) / totalE, a = (currentCounts[i] + 0.5) / totalA;
            sum += (a - e) * Math.Log(a / e);
        }

        return sum;
    }

    /// <summary>The population stability index that two samples of one distribution exceed by chance with probability 1 - <paramref name="confidence"/>: the chi-square quantile times (1/n + 1/m) (Yurdakul 2018).</summary>
    public static double PopulationStabilityNoise(int cells, long n, long m, double confidence = 0.95) =>
        cells < 2 ? 0 : ChiSquared.InvCDF(cells - 1, confidence) * ((1.0 / n) + (1.0 / m));

    internal static double Total(ReadOnlySpan<double> weights, string name)
    {
        double total = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || double.IsInfinity(weights[i]))
            {
                throw new ArgumentException($"Weights are finite and not negative; {name}[{i}] is {weights[i]}.", name);
            }

            total += weights[i];
        }

        return total > 0 ? total : throw new ArgumentException("At least one weight above zero is expected.", name);
    }

    internal static void RequireSameLength(ReadOnlySpan<double> a, ReadOnlySpan<double> b, string name)
    {
        if (a.Length != b.Length)
        {
            throw new ArgumentException($"Both sides need the same cells; one has {a.Length}, the other {b.Length}.", name);
        }
    }

    private static double Term(double a, double b) => a == 0 ? 0 : b == 0 ? double.PositiveInfinity : a * Math.Log(a / b);

    private static double Integrate(ReadOnlySpan<double> reference, ReadOnlySpan<double> referenceWeights, ReadOnlySpan<double> current, ReadOnlySpan<double> currentWeights, Func<double, double> of)
    {
        (double[] a, double[] shareA) = Cumulated(reference, referenceWeights, nameof(reference), nameof(referenceWeights));
        (double[] b, double[] shareB) = Cumulated(current, currentWeights, nameof(current), nameof(currentWeights));
        double sum = 0, last = 0;
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            bool first = j >= b.Length || (i < a.Length && a[i] <= b[j]);
            double x = first ? a[i] : b[j];
            sum += i + j > 0 && x > last ? of(shareA[i] - shareB[j]) * (x - last) : 0;
            last = x;
            (i, j) = first ? (i + 1, j) : (i, j + 1);
        }

        return sum;
    }

    // The sample in order, and how much of its weight lies before each position.
    private static (double[] Sorted, double[] Share) Cumulated(ReadOnlySpan<double> sample, ReadOnlySpan<double> weights, string sampleName, string weightsName)
    {
        PairedDifferences.RequireFinite(sample, sampleName);
        if (!weights.IsEmpty && weights.Length != sample.Length)
        {
            throw new ArgumentException($"There are {sample.Length} numbers in {sampleName} but {weights.Length} weights.", weightsName);
        }

        double total = weights.IsEmpty ? sample.Length : Total(weights, weightsName);
        double[] sorted = sample.ToArray(), ordered = weights.IsEmpty ? [.. Enumerable.Repeat(1.0, sample.Length)] : weights.ToArray();
        Array.Sort(sorted, ordered);
        var share = new double[sorted.Length + 1];
        double before = 0;
        for (int i = 0; i < ordered.Length; i++)
        {
            before += ordered[i];
            share[i + 1] = before / total;
        }

        return (sorted, share);
    }

    private static double Integrate(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, Func<double, double> of)
    {
        PairedDifferences.RequireFinite(reference, nameof(reference));
        PairedDifferences.RequireFinite(current, nameof(current));
        double[] a = TwoSample.Sorted(reference, nameof(reference)), b = TwoSample.Sorted(current, nameof(current));
        double sum = 0, last = 0;
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            double x = j >= b.Length || (i < a.Length && a[i] <= b[j]) ? a[i] : b[j];
            if (i + j > 0 && x > last)
            {
                sum += of((i / (double)a.Length) - (j / (double)b.Length)) * (x - last);
            }

            last = x;
            while (i < a.Length && a[i] == x)
            {
                i++;
            }

            while (j < b.Length && b[j] == x)
            {
                j++;
            }
        }

        return sum;
    }
}
