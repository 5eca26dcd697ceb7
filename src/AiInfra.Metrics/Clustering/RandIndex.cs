namespace AiInfra.Metrics.Clustering;

/// <summary>Rand index (1971): the share of pairs of rows on which classes and clusters agree. Not adjusted for chance: many small clusters score high. Of one row it is 1 by convention.</summary>
public sealed class RandIndex() : ClusterMetric("randIndex")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> clusters, ReadOnlySpan<double> weights = default) => Over(new RandIndex(), truth, clusters, weights);

    /// <inheritdoc />
    public override ClusterMetric New() => new RandIndex { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override (double Value, bool Convention) Compute(ClusterTable table)
    {
        (double both, double classOnly, double clusterOnly, double neither) = PairCounts.Of(table);
        double all = both + classOnly + clusterOnly + neither;
        return all > 0 ? ((both + neither) / all, false) : (1, true);
    }
}
