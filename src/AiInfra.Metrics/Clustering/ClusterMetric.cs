namespace AiInfra.Metrics.Clustering;

/// <summary>A metric of a clustering against true classes. It streams and merges; names of clusters do not matter.</summary>
/// <param name="name">Name in camel case.</param>
/// <param name="options">Options that change the value.</param>
public abstract class ClusterMetric(string name, string options = "")
{
    private readonly ClusterTable _table = new();

    /// <summary>Name in camel case.</summary>
    public string Name { get; } = name;

    /// <summary>Metric, options and version.</summary>
    public string Signature { get; } = options.Length == 0 ? $"{name}|version:1" : $"{name}|{options}|version:1";

    /// <summary>Whether more is better: it is, for all of these.</summary>
    public bool HigherIsBetter => true;

    /// <summary>Rows added with a weight above 0.</summary>
    public long Count => _table.Count;

    /// <summary>A metric with the same options that has seen nothing.</summary>
    public abstract ClusterMetric New();

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The weight is negative or not finite.</exception>
    public void Add(int truth, int cluster, double weight = 1) => _table.Add(truth, cluster, weight);

    /// <summary>Adds rows.</summary>
    /// <param name="truth">True classes, any whole numbers.</param>
    /// <param name="clusters">Clusters, any whole numbers.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ or a weight is negative; the message names the first index. Nothing is added then.</exception>
    public void AddBatch(ReadOnlySpan<int> truth, ReadOnlySpan<int> clusters, ReadOnlySpan<double> weights = default)
    {
        Guard.Batch(truth.Length, clusters.Length, nameof(clusters), weights);
        for (int i = 0; i < truth.Length; i++)
        {
            Add(truth[i], clusters[i], weights.IsEmpty ? 1 : weights[i]);
        }
    }

    /// <summary>Adds what another metric of the same signature has seen.</summary>
    /// <exception cref="ArgumentException">The other has another signature, or is this one.</exception>
    public void Merge(ClusterMetric other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Signature != Signature)
        {
            throw new ArgumentException($"'{Signature}' cannot merge '{other.Signature}'.", nameof(other));
        }

        _table.Merge(other._table);
    }

    /// <summary>The score of what was added; NaN of nothing.</summary>
    public Score Result() => Of(_table);

    /// <summary>The score of a table, so that several metrics share one.</summary>
    public Score Of(ClusterTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        (double value, bool convention) = table.Count == 0 ? (double.NaN, false) : Compute(table);
        return new(Name, value, table.Count, Signature) { HigherIsBetter = HigherIsBetter, Undefined = convention ? table.Count : 0 };
    }

    /// <summary>The value of a table with rows, and whether it is a convention rather than a value.</summary>
    protected abstract (double Value, bool Convention) Compute(ClusterTable table);

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or a weight negative; the message names the first index.</exception>
    protected static Score Over(ClusterMetric metric, ReadOnlySpan<int> truth, ReadOnlySpan<int> clusters, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(metric);
        Guard.Columns(truth.Length, clusters.Length, nameof(clusters), weights);
        metric.AddBatch(truth, clusters, weights);
        return metric.Result();
    }
}
