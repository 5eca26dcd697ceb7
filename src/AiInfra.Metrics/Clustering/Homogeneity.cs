namespace AiInfra.Metrics.Clustering;

/// <summary>How far each cluster holds one class only: mutual information over the entropy of the classes (Rosenberg and Hirschberg 2007). 1 by convention with one class.</summary>
public sealed class Homogeneity() : ClusterMetric("homogeneity")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> clusters, ReadOnlySpan<double> weights = default) => Over(new Homogeneity(), truth, clusters, weights);

    /// <inheritdoc />
    public override ClusterMetric New() => new Homogeneity { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override (double Value, bool Convention) Compute(ClusterTable table)
    {
        double entropy = InformationParts.Entropy(table.Classes, table.Weight);
        return entropy > 0 ? (InformationParts.Mutual(table) / entropy, false) : (1, true);
    }
}
