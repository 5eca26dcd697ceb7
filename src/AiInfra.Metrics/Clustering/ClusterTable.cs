using System.Runtime.InteropServices;

namespace AiInfra.Metrics.Clustering;

/// <summary>How often each true class meets each cluster. It streams: rows are added one by one, two halves merge into the whole. Only pairs that occur take memory.</summary>
/// <remarks>Labels are any whole numbers; only which rows share one matters. A weight is a number of rows.</remarks>
public sealed class ClusterTable
{
    private readonly Dictionary<(int Truth, int Cluster), double> _cells = [];
    private readonly Dictionary<int, double> _classes = [];
    private readonly Dictionary<int, double> _clusters = [];

    /// <summary>Rows added with a weight above 0.</summary>
    public long Count { get; private set; }

    /// <summary>Sum of the weights.</summary>
    public double Weight { get; private set; }

    /// <summary>Weight of each true class.</summary>
    public IReadOnlyDictionary<int, double> Classes => _classes;

    /// <summary>Weight of each cluster.</summary>
    public IReadOnlyDictionary<int, double> Clusters => _clusters;

    /// <summary>Weight of each pair that occurs.</summary>
    public IReadOnlyDictionary<(int Truth, int Cluster), double> Cells => _cells;

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The weight is negative or not finite.</exception>
    public void Add(int truth, int cluster, double weight = 1)
    {
        if (!(weight >= 0) || double.IsInfinity(weight))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, $"The weight of row {Count} is {weight}; a weight is a finite number, zero or more.");
        }

        if (weight > 0)
        {
            Count++;
            Put(truth, cluster, weight);
        }
    }

    /// <summary>Adds what another table has seen.</summary>
    /// <exception cref="ArgumentException">The other is this one.</exception>
    public void Merge(ClusterTable other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(other, this))
        {
            throw new ArgumentException("A table cannot be merged into itself.", nameof(other));
        }

        foreach (((int truth, int cluster), double weight) in other._cells)
        {
            Put(truth, cluster, weight);
        }

        Count += other.Count;
    }

    private void Put(int truth, int cluster, double weight)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_cells, (truth, cluster), out _) += weight;
        CollectionsMarshal.GetValueRefOrAddDefault(_classes, truth, out _) += weight;
        CollectionsMarshal.GetValueRefOrAddDefault(_clusters, cluster, out _) += weight;
        Weight += weight;
    }
}
