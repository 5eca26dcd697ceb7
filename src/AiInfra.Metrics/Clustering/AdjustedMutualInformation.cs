namespace AiInfra.Metrics.Clustering;

/// <summary>Mutual information adjusted for chance (Vinh, Epps, Bailey 2010): 1 for the same partition, 0 on average for random ones. The expectation is exact, for which weights have to be whole numbers.</summary>
/// <remarks>With everything in one group on both sides, or every row alone on both, it is 1 by convention. With that on one side only it is 0, and counted as undefined where the mean of the entropies is no more than the expectation.</remarks>
/// <param name="mean">By what mean of the entropies.</param>
public sealed class AdjustedMutualInformation(EntropyMean mean = EntropyMean.Arithmetic) : ClusterMetric("adjustedMutualInformation", $"mean:{mean.ToString().ToLowerInvariant()}")
{
    private const double Epsilon = 2.220446049250313e-16;
    private const double Negligible = 1e-22;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or a weight is not a whole number; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> clusters, EntropyMean mean = EntropyMean.Arithmetic, ReadOnlySpan<double> weights = default) =>
        Over(new AdjustedMutualInformation(mean), truth, clusters, weights);

    /// <inheritdoc />
    public override ClusterMetric New() => new AdjustedMutualInformation(mean) { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override (double Value, bool Convention) Compute(ClusterTable table)
    {
        double[] classes = Whole(table.Classes), clusters = Whole(table.Clusters);
        if (classes.Length == clusters.Length && (classes.Length == 1 || classes.Length == table.Weight))
        {
            return (1, true);
        }

        double expected = Expected(classes, clusters, table.Weight);
        double top = InformationParts.Combine(InformationParts.Entropy(table.Classes, table.Weight), InformationParts.Entropy(table.Clusters, table.Weight), mean);
        double below = top - expected;

        // One group, or every row alone, on one side: every table with these margins has the same information, and nothing is above chance.
        if (classes.Length == 1 || clusters.Length == 1 || classes.Length == table.Weight || clusters.Length == table.Weight)
        {
            return (0, Math.Abs(below) <= 1e-12 * Math.Max(1, top));
        }

        below = below < 0 ? Math.Min(below, -Epsilon) : Math.Max(below, Epsilon);
        return ((InformationParts.Mutual(table) - expected) / below, false);
    }

    private static double[] Whole(IReadOnlyDictionary<int, double> groups) => groups.Values.FirstOrDefault(w => w != Math.Floor(w)) is double part and not 0
        ? throw new ArgumentException($"A group weighs {part}; the expectation under chance is defined for whole numbers of rows.", nameof(groups))
        : [.. groups.Values];

    // Mean mutual information over all tables with these margins, one pair of distinct sizes at a time.
    private static double Expected(double[] classes, double[] clusters, double n)
    {
        double sum = 0;
        var sizes = clusters.CountBy(b => b).ToArray();
        foreach ((double a, int times) in classes.CountBy(a => a))
        {
            foreach ((double b, int others) in sizes)
            {
                sum += times * (double)others * Cell(a, b, n);
            }
        }

        return sum;
    }

    // A cell's count is hypergeometric. From the likeliest count outwards, each chance from the one beside it, until nothing is left to add; divided by their sum at the end.
    private static double Cell(double a, double b, double n)
    {
        double low = Math.Max(0, a + b - n), high = Math.Min(a, b), start = Math.Clamp(Math.Floor((a + 1) * (b + 1) / (n + 2)), low, high);
        double Part(double k) => k > 0 ? k / n * (Math.Log(n * k) - Math.Log(a * b)) : 0;
        double chances = 1, sum = Part(start), chance = 1;
        for (double k = start; k < high && chance > Negligible; k++)
        {
            chance *= (a - k) * (b - k) / ((k + 1) * (n - a - b + k + 1));
            chances += chance;
            sum += chance * Part(k + 1);
        }

        chance = 1;
        for (double k = start; k > low && chance > Negligible; k--)
        {
            chance *= k * (n - a - b + k) / ((a - k + 1) * (b - k + 1));
            chances += chance;
            sum += chance * Part(k - 1);
        }

        return sum / chances;
    }
}
