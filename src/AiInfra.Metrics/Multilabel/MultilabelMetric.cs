namespace AiInfra.Metrics.Multilabel;

/// <summary>What metrics of several labels a row share: counting, merging. They stream like the metrics of rows. Not thread-safe.</summary>
public abstract class MultilabelMetric : ScoredMetric
{
    private readonly UnitValues _rows = new();
    private long _count;

    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="higherIsBetter">Whether more is better.</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars.</param>
    protected MultilabelMetric(string name, bool higherIsBetter, string options = "")
        : base(name, higherIsBetter, options)
    {
    }

    /// <inheritdoc />
    public override string Family => "Label sets";

    /// <summary>Rows added with a weight above 0.</summary>
    public override long Count => _count;

    /// <summary>Whether what each row says is kept, for paired tests and the worst rows: 8 bytes a row, or a byte a label where labels are averaged. Turn it off for endless streams.</summary>
    /// <value>Default true.</value>
    public bool KeepsRows { get; init; } = true;

    /// <summary>What the rows say; null of nothing, or where rows are not kept.</summary>
    public override Evidence? Evidence => _rows.ToEvidence("rows");

    /// <summary>Size of the label set; 0 before the first row.</summary>
    public int Labels { get; private set; }

    /// <inheritdoc />
    public abstract override MultilabelMetric New();

    /// <summary>Adds what another metric of the same signature has seen.</summary>
    /// <exception cref="ArgumentException">The other has another signature or label set.</exception>
    public void Merge(MultilabelMetric other)
    {
        CheckMerge(other);
        CheckKept(KeepsRows, other, other.KeepsRows, nameof(KeepsRows));
        if (other.Labels > 0)
        {
            Reach(other.Labels, nameof(other));
            MergeFrom(other);
        }

        _count += other._count;
        if (KeepsRows)
        {
            _rows.Add(other._rows);
        }
    }

    /// <summary>Adds what the other has seen; it is of this type and signature.</summary>
    protected abstract void MergeFrom(MultilabelMetric other);

    /// <summary>Room for the per-label numbers, once the label set is known.</summary>
    protected virtual void Prepare(int labels)
    {
    }

    /// <summary>Keeps the value of a row, where the metric is the mean of such values.</summary>
    protected void Keep(double value, double weight)
    {
        if (KeepsRows)
        {
            _rows.Add(value, weight);
        }
    }

    /// <summary>Checks a row's size and weight, counts it, and says whether its weight is above 0.</summary>
    private protected bool Counts(int labels, int others, string otherName, double weight)
    {
        if (labels != others)
        {
            throw new ArgumentException($"Row {Count} has {labels} true labels but {others} predictions.", otherName);
        }

        bool counts = Weight(weight, "row", _count) > 0;
        Reach(labels, otherName);
        _count += counts ? 1 : 0;
        return counts;
    }

    private protected static void Check(LabelMatrix truth, int rows, int labels, string name, ReadOnlySpan<double> weights)
    {
        if (truth.Rows != rows || truth.Labels != labels)
        {
            throw new ArgumentException($"The truth has {truth.Rows} rows of {truth.Labels} labels, the predictions {rows} of {labels}.", name);
        }

        Guard.Batch(rows, rows, name, weights);
    }

    private protected void Reach(int labels, string name)
    {
        if (Labels == 0 && labels > 0)
        {
            Labels = labels;
            Prepare(labels);
        }

        if (labels != Labels || labels == 0)
        {
            throw new ArgumentException($"There is a row of {labels} labels; {(Labels == 0 ? "it needs one or more" : $"earlier rows had {Labels}")}.", name);
        }
    }
}
