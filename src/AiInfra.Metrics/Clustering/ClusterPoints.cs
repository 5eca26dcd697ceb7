using System.Numerics;

namespace AiInfra.Metrics.Clustering;

/// <summary>Checked points with their clusters renumbered from 0.</summary>
internal sealed class ClusterPoints
{
    private ClusterPoints(double[] values, int width, int[] clusters, int[] sizes) => (Values, Width, Clusters, Sizes) = (values, width, clusters, sizes);

    public double[] Values { get; }

    public int Width { get; }

    public int[] Clusters { get; }

    public int[] Sizes { get; }

    public int Count => Clusters.Length;

    /// <summary>Whether there are at least two clusters and fewer than rows: otherwise nothing can be compared.</summary>
    public bool CanBeCompared => Sizes.Length >= 2 && Sizes.Length < Count;

    public static ClusterPoints Of(ReadOnlySpan<double> points, int width, ReadOnlySpan<int> clusters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (clusters.IsEmpty)
        {
            throw new ArgumentException("There is no row; a metric needs at least one.", nameof(clusters));
        }

        if ((long)clusters.Length * width != points.Length)
        {
            throw new ArgumentException($"There are {clusters.Length} rows of {width} numbers but {points.Length} numbers.", nameof(points));
        }

        Guard.Finite(points, nameof(points));
        var numbers = new Dictionary<int, int>();
        var sizes = new List<int>();
        var own = new int[clusters.Length];
        for (int i = 0; i < own.Length; i++)
        {
            if (!numbers.TryGetValue(clusters[i], out own[i]))
            {
                numbers.Add(clusters[i], own[i] = sizes.Count);
                sizes.Add(0);
            }

            sizes[own[i]]++;
        }

        return new(points.ToArray(), width, own, [.. sizes]);
    }

    public ReadOnlySpan<double> Row(int i) => Values.AsSpan(i * Width, Width);

    /// <summary>The mean of each cluster: [clusters, width].</summary>
    public double[] Centroids()
    {
        var centroids = new double[Sizes.Length * Width];
        for (int i = 0; i < Count; i++)
        {
            for (int d = 0; d < Width; d++)
            {
                centroids[(Clusters[i] * Width) + d] += Values[(i * Width) + d];
            }
        }

        for (int c = 0; c < centroids.Length; c++)
        {
            centroids[c] /= Sizes[c / Width];
        }

        return centroids;
    }

    public static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Vector<double> sums = Vector<double>.Zero;
        int d = 0;
        for (; d <= a.Length - Vector<double>.Count; d += Vector<double>.Count)
        {
            Vector<double> difference = new Vector<double>(a[d..]) - new Vector<double>(b[d..]);
            sums += difference * difference;
        }

        double sum = Vector.Sum(sums);
        for (; d < a.Length; d++)
        {
            sum += (a[d] - b[d]) * (a[d] - b[d]);
        }

        return sum;
    }

    public static double ManhattanDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int d = 0; d < a.Length; d++)
        {
            sum += Math.Abs(a[d] - b[d]);
        }

        return sum;
    }

    /// <summary>1 minus the cosine of two rows of length 1 (or 0).</summary>
    public static double CosineDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int d = 0; d < a.Length; d++)
        {
            sum += a[d] * b[d];
        }

        return Math.Clamp(1 - sum, 0, 2);
    }
}
