namespace AiInfra.Metrics.Clustering;

/// <summary>Davies-Bouldin index (1979): the mean over clusters of the worst ratio of spreads to the distance between centres, Euclidean. Less is better; 0 is the least.</summary>
/// <remarks>Clusters whose centres fall together are passed over for each other; when all spreads or all distances are 0 the index is 0 by convention, counted as undefined. NaN with one cluster or with every row alone.</remarks>
public static class DaviesBouldin
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
        return new("daviesBouldin", value, own.Count, MetricSignature.Of("daviesBouldin")) { Undefined = convention ? own.Count : 0 };
    }

    private static (double Value, bool Convention) Compute(ClusterPoints points)
    {
        const double Nothing = 1e-8;
        double[] centroids = points.Centroids(), spreads = new double[points.Sizes.Length];
        ReadOnlySpan<double> Centre(int c) => centroids.AsSpan(c * points.Width, points.Width);
        for (int i = 0; i < points.Count; i++)
        {
            int c = points.Clusters[i];
            spreads[c] += Math.Sqrt(ClusterPoints.SquaredDistance(points.Row(i), Centre(c))) / points.Sizes[c];
        }

        double sum = 0, largest = 0;
        for (int a = 0; a < spreads.Length; a++)
        {
            double worst = 0;
            for (int b = 0; b < spreads.Length; b++)
            {
                double distance = a == b ? 0 : Math.Sqrt(ClusterPoints.SquaredDistance(Centre(a), Centre(b)));
                largest = Math.Max(largest, distance);
                worst = distance > 0 ? Math.Max(worst, (spreads[a] + spreads[b]) / distance) : worst;
            }

            sum += worst;
        }

        return spreads.Max() <= Nothing || largest <= Nothing ? (0, true) : (sum / spreads.Length, false);
    }
}
