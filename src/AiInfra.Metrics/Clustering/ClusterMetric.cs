namespace AiInfra.Metrics.Clustering;

/// <summary>A metric of a clustering against true classes. It streams and merges; names of clusters do not matter.</summary>
/// <param name="name">Name in camel case.</param>
/// <param name="options">Options that change the value.</param>
public abstract class ClusterMetric(string name, string options = "") : ScoredMetric(name, true, options)
{
    private readonly ClusterTable _table = new();
    private readonly List<(int Truth, int Cluster, double Weight)> _rows = [];

    /// <inheritdoc />
    public override string Family => "Clusters";

    /// <summary>Rows added with a weight above 0.</summary>
    public override long Count => _table.Count;

    /// <summary>Whether the classes and clusters of all rows are kept (16 bytes a row) for intervals and paired tests. Turn it off for endless streams.</summary>
    /// <value>Default true.</value>
    public bool KeepsRows { get; init; } = true;

    /// <summary>The value over rows drawn again; a row has none by itself. Null of nothing, or where rows are not kept.</summary>
    public override Evidence? Evidence => _rows.Count == 0 ? null : new("rows", [.. Enumerable.Repeat(double.NaN, _rows.Count)]) { Resampled = Drawn };

    /// <inheritdoc />
    public abstract override ClusterMetric New();

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The weight is negative or not finite.</exception>
    public void Add(int truth, int cluster, double weight = 1)
    {
        _table.Add(truth, cluster, weight);
        if (KeepsRows && weight > 0)
        {
            _rows.Add((truth, cluster, weight));
        }
    }

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
        CheckMerge(other);
        CheckKept(KeepsRows, other, other.KeepsRows, nameof(KeepsRows));
        _table.Merge(other._table);
        if (KeepsRows)
        {
            _rows.AddRange(other._rows);
        }
    }

    /// <summary>The score of what was added, without an interval, which no formula gives; NaN of nothing.</summary>
    /// <param name="confidence">Not used.</param>
    public override Score Result(double confidence = 0.95) => Of(_table);

    /// <summary>The score of a table, so that several metrics share one.</summary>
    public Score Of(ClusterTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        (double value, bool convention) = table.Count == 0 ? (double.NaN, false) : Compute(table);
        return new(Name, value, table.Count, Signature) { HigherIsBetter = HigherIsBetter, Undefined = convention ? table.Count : 0 };
    }

    /// <summary>The value of a table with rows, and whether it is a convention rather than a value.</summary>
    protected abstract (double Value, bool Convention) Compute(ClusterTable table);

    /// <summary>How many rows of each cluster are of its largest class: the largest clusters first.</summary>
    public override IReadOnlyList<ScoreTable> Tables() => _table.Count == 0 ? [] :
    [
        new($"{Name}: clusters", ["rows", "of one class"], [.. _table.Clusters
            .OrderByDescending(c => c.Value)
            .Take(20)
            .Select(c => new ScoreTableRow($"cluster {c.Key}", [c.Value, _table.Cells.Where(cell => cell.Key.Cluster == c.Key).Max(cell => cell.Value) / c.Value]))]),
    ];

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or a weight negative; the message names the first index.</exception>
    protected static Score Over(ClusterMetric metric, ReadOnlySpan<int> truth, ReadOnlySpan<int> clusters, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(metric);
        Guard.Columns(truth.Length, clusters.Length, nameof(clusters), weights);
        metric.AddBatch(truth, clusters, weights);
        return metric.Result();
    }

    private double Drawn(ReadOnlySpan<int> rows)
    {
        var table = new ClusterTable();
        foreach (int row in rows)
        {
            table.Add(_rows[row].Truth, _rows[row].Cluster, _rows[row].Weight);
        }

        return Compute(table).Value;
    }
}
