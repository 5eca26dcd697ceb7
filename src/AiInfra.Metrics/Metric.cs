namespace AiInfra.Metrics;

/// <summary>What metrics of rows share: counting, merging.</summary>
public abstract class Metric : ScoredMetric, IMetric
{
    private long _count;

    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="higherIsBetter">Whether more is better.</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars; empty when there are none.</param>
    protected Metric(string name, bool higherIsBetter, string options = "")
        : base(name, higherIsBetter, options)
    {
    }

    /// <inheritdoc />
    public override string Family => "Classes and numbers";

    /// <inheritdoc />
    public abstract MetricInput Input { get; }

    /// <inheritdoc />
    public virtual bool CanBeResampled => true;

    /// <summary>Rows added with a weight above 0.</summary>
    public override long Count => _count;

    /// <inheritdoc />
    public abstract override Metric New();

    IMetric IMetric.New() => New();

    /// <inheritdoc />
    public abstract void Add(in Outcome outcome);

    /// <inheritdoc />
    public void Merge(IMetric other)
    {
        CheckMerge(other);
        var metric = (Metric)other;
        MergeFrom(metric);
        _count += metric._count;
    }

    /// <summary>Adds what the other has seen; it is of this type and signature.</summary>
    protected abstract void MergeFrom(Metric other);

    /// <summary>Counts a row and says whether its weight is above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The weight is negative or not finite.</exception>
    protected bool Counts(double weight)
    {
        bool weighs = Weighs(weight);
        _count += weighs ? 1 : 0;
        return weighs;
    }

    /// <summary>Whether a row's weight is above 0; it is counted with <see cref="CountRows"/> once it was added, so that a row that is refused is not.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The weight is negative or not finite.</exception>
    private protected bool Weighs(double weight) => Weight(weight, "row", _count) > 0;

    /// <summary>Counts the rows of a batch whose weights were checked.</summary>
    protected void CountRows(int rows, ReadOnlySpan<double> weights)
    {
        int without = 0;
        foreach (double weight in weights)
        {
            without += weight > 0 ? 0 : 1;
        }

        _count += rows - without;
    }
}
