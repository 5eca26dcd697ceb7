namespace AiInfra.Metrics.Clustering;

/// <summary>Silhouette (Rousseeuw 1987): how much closer a row is to its own cluster than to the next one, from -1 to 1. All pairs of rows are compared, a block of rows at a time, so memory is that of the points.</summary>
/// <remarks>A row alone in its cluster is 0 by convention and counted as undefined. NaN, counted as undefined, with one cluster or with every row alone.</remarks>
public static class Silhouette
{
    private const int Block = 32;

    /// <summary>The mean over rows.</summary>
    /// <param name="points">The points, row by row: [rows, width].</param>
    /// <param name="width">Numbers a row.</param>
    /// <param name="clusters">The cluster of each row, any whole number.</param>
    /// <param name="distance">How far two points are apart.</param>
    /// <param name="threads">Threads to use; the value does not depend on it.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a number is not finite; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> points, int width, ReadOnlySpan<int> clusters, ClusterDistance distance = ClusterDistance.Euclidean, int threads = 1)
    {
        var own = ClusterPoints.Of(points, width, clusters);
        string signature = MetricSignature.Of("silhouette", $"distance:{distance}");
        if (!own.CanBeCompared)
        {
            return new("silhouette", double.NaN, own.Count, signature) { Undefined = own.Count, HigherIsBetter = true };
        }

        double[] values = Values(own, distance, threads);
        return new("silhouette", values.Average(), own.Count, signature) { Undefined = own.Clusters.Count(c => own.Sizes[c] == 1), HigherIsBetter = true };
    }

    /// <summary>The value of each row; NaN with one cluster or with every row alone.</summary>
    /// <param name="points">The points, row by row: [rows, width].</param>
    /// <param name="width">Numbers a row.</param>
    /// <param name="clusters">The cluster of each row, any whole number.</param>
    /// <param name="distance">How far two points are apart.</param>
    /// <param name="threads">Threads to use; the values do not depend on it.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a number is not finite; the message names the first index.</exception>
    public static double[] Rows(ReadOnlySpan<double> points, int width, ReadOnlySpan<int> clusters, ClusterDistance distance = ClusterDistance.Euclidean, int threads = 1)
    {
        var own = ClusterPoints.Of(points, width, clusters);
        return own.CanBeCompared ? Values(own, distance, threads) : [.. Enumerable.Repeat(double.NaN, own.Count)];
    }

    private static double[] Values(ClusterPoints points, ClusterDistance distance, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (distance == ClusterDistance.Cosine)
        {
            Normalize(points);
        }

        var values = new double[points.Count];
        int blocks = (points.Count + Block - 1) / Block;
        if (threads == 1)
        {
            for (int b = 0; b < blocks; b++)
            {
                Fill(points, distance, b * Block, values);
            }
        }
        else
        {
            Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, b => Fill(points, distance, b * Block, values));
        }

        return values;
    }

    private static void Fill(ClusterPoints points, ClusterDistance distance, int from, double[] values)
    {
        int to = Math.Min(from + Block, points.Count), clusters = points.Sizes.Length;
        var sums = new double[(to - from) * clusters];
        for (int j = 0; j < points.Count; j++)
        {
            ReadOnlySpan<double> other = points.Row(j);
            int cluster = points.Clusters[j];
            for (int i = from; i < to; i++)
            {
                sums[((i - from) * clusters) + cluster] += i == j ? 0 : Distance(points.Row(i), other, distance);
            }
        }

        for (int i = from; i < to; i++)
        {
            values[i] = Value(sums.AsSpan((i - from) * clusters, clusters), points.Clusters[i], points.Sizes);
        }
    }

    private static double Value(ReadOnlySpan<double> sums, int cluster, int[] sizes)
    {
        if (sizes[cluster] == 1)
        {
            return 0;
        }

        double within = sums[cluster] / (sizes[cluster] - 1), next = double.PositiveInfinity;
        for (int c = 0; c < sizes.Length; c++)
        {
            next = c == cluster ? next : Math.Min(next, sums[c] / sizes[c]);
        }

        double larger = Math.Max(within, next);
        return larger > 0 ? (next - within) / larger : 0;
    }

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ClusterDistance distance) => distance switch
    {
        ClusterDistance.Euclidean => Math.Sqrt(ClusterPoints.SquaredDistance(a, b)),
        ClusterDistance.Manhattan => ClusterPoints.ManhattanDistance(a, b),
        ClusterDistance.Cosine => ClusterPoints.CosineDistance(a, b),
        _ => throw new ArgumentOutOfRangeException(nameof(distance), distance, "This distance is not known."),
    };

    private static void Normalize(ClusterPoints points)
    {
        for (int i = 0; i < points.Count; i++)
        {
            Span<double> row = points.Values.AsSpan(i * points.Width, points.Width);
            double length = 0;
            foreach (double x in row)
            {
                length += x * x;
            }

            length = Math.Sqrt(length);
            for (int d = 0; d < row.Length && length > 0; d++)
            {
                row[d] /= length;
            }
        }
    }
}
