namespace AiInfra.Metrics.Clustering;

/// <summary>Rand index adjusted for chance (Hubert and Arabie 1985): 1 for the same partition, 0 on average for random ones. With everything in one group on both sides, or every row alone on both, it is 1 by convention.</summary>
public sealed class AdjustedRandIndex() : ClusterMetric("adjustedRandIndex")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> clusters, ReadOnlySpan<double> weights = default) => Over(new AdjustedRandIndex(), truth, clusters, weights);

    /// <inheritdoc />
    public override ClusterMetric New() => new AdjustedRandIndex { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override (double Value, bool Convention) Compute(ClusterTable table)
    {
        (double both, double classOnly, double clusterOnly, double neither) = PairCounts.Of(table);
        if (classOnly == 0 && clusterOnly == 0)
        {
            return (1, both == 0 || neither == 0);
        }

        double below = ((both + classOnly) * (classOnly + neither)) + ((both + clusterOnly) * (clusterOnly + neither));
        return (2 * ((both * neither) - (classOnly * clusterOnly)) / below, false);
    }
}
