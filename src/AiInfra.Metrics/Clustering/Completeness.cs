namespace AiInfra.Metrics.Clustering;

/// <summary>How far each class is within one cluster: mutual information over the entropy of the clusters (Rosenberg and Hirschberg 2007). 1 by convention with one cluster.</summary>
public sealed class Completeness() : ClusterMetric("completeness")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> clusters, ReadOnlySpan<double> weights = default) => Over(new Completeness(), truth, clusters, weights);

    /// <inheritdoc />
    public override ClusterMetric New() => new Completeness { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override (double Value, bool Convention) Compute(ClusterTable table)
    {
        double entropy = InformationParts.Entropy(table.Clusters, table.Weight);
        return entropy > 0 ? (InformationParts.Mutual(table) / entropy, false) : (1, true);
    }
}
