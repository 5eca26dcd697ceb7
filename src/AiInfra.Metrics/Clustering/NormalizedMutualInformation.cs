namespace AiInfra.Metrics.Clustering;

/// <summary>Mutual information over a mean of both entropies, from 0 to 1 (Strehl and Ghosh 2002). Not adjusted for chance. With one class and one cluster it is 1 by convention.</summary>
/// <param name="mean">By what mean.</param>
public sealed class NormalizedMutualInformation(EntropyMean mean = EntropyMean.Arithmetic) : ClusterMetric("normalizedMutualInformation", $"mean:{mean.ToString().ToLowerInvariant()}")
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> clusters, EntropyMean mean = EntropyMean.Arithmetic, ReadOnlySpan<double> weights = default) =>
        Over(new NormalizedMutualInformation(mean), truth, clusters, weights);

    /// <inheritdoc />
    public override ClusterMetric New() => new NormalizedMutualInformation(mean) { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override (double Value, bool Convention) Compute(ClusterTable table)
    {
        if (table.Classes.Count == 1 && table.Clusters.Count == 1)
        {
            return (1, true);
        }

        double mutual = InformationParts.Mutual(table);
        double below = InformationParts.Combine(InformationParts.Entropy(table.Classes, table.Weight), InformationParts.Entropy(table.Clusters, table.Weight), mean);
        return mutual <= Epsilon ? (0, below == 0) : (mutual / below, false);
    }
}
