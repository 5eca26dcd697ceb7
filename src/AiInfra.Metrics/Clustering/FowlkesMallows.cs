namespace AiInfra.Metrics.Clustering;

/// <summary>Geometric mean of pairwise precision and recall (Fowlkes and Mallows 1983). 0 when no pair of rows is together in both; when none is together in either, that is a convention, and counted.</summary>
public sealed class FowlkesMallows() : ClusterMetric("fowlkesMallows")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> clusters, ReadOnlySpan<double> weights = default) => Over(new FowlkesMallows(), truth, clusters, weights);

    /// <inheritdoc />
    public override ClusterMetric New() => new FowlkesMallows { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override (double Value, bool Convention) Compute(ClusterTable table)
    {
        (double both, double classOnly, double clusterOnly, double _) = PairCounts.Of(table);
        return both > 0
            ? (Math.Sqrt(both / (both + clusterOnly)) * Math.Sqrt(both / (both + classOnly)), false)
            : (0, classOnly == 0 || clusterOnly == 0);
    }
}
