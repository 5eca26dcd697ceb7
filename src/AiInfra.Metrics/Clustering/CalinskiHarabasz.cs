namespace AiInfra.Metrics.Clustering;

/// <summary>Calinski-Harabasz index (1974): dispersion between clusters over that within, each by its degrees of freedom; Euclidean. More is better, without bound.</summary>
/// <remarks>When every cluster is one point the index is 1 by scikit-learn's convention, counted as undefined. NaN with one cluster or with every row alone.</remarks>
public static class CalinskiHarabasz
{
    /// <summary>The index.</summary>
    /// <param name="points">The points, row by row: [rows, width].</param>
    /// <param name="width">Numbers a row.</param>
    /// <param name="clusters">The cluster of each row, any whole number.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a number is not finite; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> points, int width, ReadOnlySpan<int> clusters)
    {
        var own = ClusterPoints.Of(points, width, clusters);
        (double value, bool convention) = own.CanBeCompared ? Compute(own) : (double.NaN, true);
        return new("calinskiHarabasz", value, own.Count, MetricSignature.Of("calinskiHarabasz")) { Undefined = convention ? own.Count : 0, HigherIsBetter = true };
    }

    private static (double Value, bool Convention) Compute(ClusterPoints points)
    {
        int clusters = points.Sizes.Length;
        double[] centroids = points.Centroids(), mean = new double[points.Width];
        for (int i = 0; i < points.Values.Length; i++)
        {
            mean[i % points.Width] += points.Values[i] / points.Count;
        }

        double between = 0, within = 0;
        for (int c = 0; c < clusters; c++)
        {
            between += points.Sizes[c] * ClusterPoints.SquaredDistance(centroids.AsSpan(c * points.Width, points.Width), mean);
        }

        for (int i = 0; i < points.Count; i++)
        {
            within += ClusterPoints.SquaredDistance(points.Row(i), centroids.AsSpan(points.Clusters[i] * points.Width, points.Width));
        }

        return within == 0 ? (1, true) : (between * (points.Count - clusters) / (within * (clusters - 1)), false);
    }
}
