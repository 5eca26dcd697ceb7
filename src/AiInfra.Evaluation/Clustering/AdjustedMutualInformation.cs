using AiInfra.Evaluation.Metrics;
using MathNet.Numerics;

namespace AiInfra.Evaluation.Clustering;

/// <summary>Mutual information adjusted for chance (Vinh, Epps, Bailey 2010): 1 for the same partition, 0 on average for random ones. The expectation is exact, for which weights have to be whole numbers.</summary>
/// <remarks>With everything in one group on both sides, or every row alone on both, it is 1 by convention.</remarks>
/// <param name="mean">By what mean of the entropies.</param>
public sealed class AdjustedMutualInformation(EntropyMean mean = EntropyMean.Arithmetic) : ClusterMetric("adjustedMutualInformation", $"mean:{mean}")
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or a weight is not a whole number; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> clusters, EntropyMean mean = EntropyMean.Arithmetic, ReadOnlySpan<double> weights = default) =>
        Over(new AdjustedMutualInformation(mean), truth, clusters, weights);

    /// <inheritdoc />
    public override ClusterMetric New() => new AdjustedMutualInformation(mean);

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
        below = below < 0 ? Math.Min(below, -Epsilon) : Math.Max(below, Epsilon);
        return ((InformationParts.Mutual(table) - expected) / below, false);
    }

    private static double[] Whole(IReadOnlyDictionary<int, double> groups) => groups.Values.FirstOrDefault(w => w != Math.Floor(w)) is double part and not 0
        ? throw new ArgumentException($"A group weighs {part}; the expectation under chance is defined for whole numbers of rows.", nameof(groups))
        : [.. groups.Values];

    // Mean mutual information over all tables with these margins: hypergeometric counts, one pair of distinct sizes at a time.
    private static double Expected(double[] classes, double[] clusters, double n)
    {
        double sum = 0;
        var sizes = clusters.CountBy(b => b).ToArray();
        foreach ((double a, int times) in classes.CountBy(a => a))
        {
            foreach ((double b, int others) in sizes)
            {
                double fixedPart = LogFactorial(a) + LogFactorial(b) + LogFactorial(n - a) + LogFactorial(n - b) - LogFactorial(n), part = 0;
                for (double k = Math.Max(1, a + b - n); k <= Math.Min(a, b); k++)
                {
                    double chance = Math.Exp(fixedPart - LogFactorial(k) - LogFactorial(a - k) - LogFactorial(b - k) - LogFactorial(n - a - b + k));
                    part += k / n * (Math.Log(n * k) - Math.Log(a * b)) * chance;
                }

                sum += times * (double)others * part;
            }
        }

        return sum;
    }

    private static double LogFactorial(double k) => SpecialFunctions.GammaLn(k + 1);
}
