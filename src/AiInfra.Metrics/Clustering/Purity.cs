namespace AiInfra.Metrics.Clustering;

/// <summary>The share of rows in the largest class of their cluster. Every row alone scores 1: read it beside the number of clusters.</summary>
public sealed class Purity() : ClusterMetric("purity")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> clusters, ReadOnlySpan<double> weights = default) => Over(new Purity(), truth, clusters, weights);

    /// <inheritdoc />
    public override ClusterMetric New() => new Purity { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override (double Value, bool Convention) Compute(ClusterTable table) =>
        (table.Cells.GroupBy(c => c.Key.Cluster).Sum(g => g.Max(c => c.Value)) / table.Weight, false);
}
