using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Multilabel;

/// <summary>What all metrics of several labels a row share: name, signature, counting, merging. They stream like the metrics of rows. Not thread-safe.</summary>
public abstract class MultilabelMetric
{
    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="higherIsBetter">Whether more is better.</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars.</param>
    protected MultilabelMetric(string name, bool higherIsBetter, string options = "")
    {
        (Name, HigherIsBetter) = (name, higherIsBetter);
        Signature = options.Length == 0 ? $"{name}|version:1" : $"{name}|{options}|version:1";
    }

    /// <summary>Name in camel case.</summary>
    public string Name { get; }

    /// <summary>Metric, options and version.</summary>
    public string Signature { get; }

    /// <summary>Whether more is better.</summary>
    public bool HigherIsBetter { get; }

    /// <summary>Rows added with a weight above 0.</summary>
    public long Count { get; private set; }

    /// <summary>Size of the label set; 0 before the first row.</summary>
    public int Labels { get; private set; }

    /// <summary>Adds what another metric of the same signature has seen.</summary>
    /// <exception cref="ArgumentException">The other has another signature or label set.</exception>
    public void Merge(MultilabelMetric other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.GetType() != GetType() || other.Signature != Signature || ReferenceEquals(other, this))
        {
            throw new ArgumentException($"'{Signature}' cannot merge '{other.Signature}'{(ReferenceEquals(other, this) ? " of itself" : "")}.", nameof(other));
        }

        if (other.Labels > 0)
        {
            Reach(other.Labels, nameof(other));
            MergeFrom(other);
        }

        Count += other.Count;
    }

    /// <summary>The score of what was added; of nothing NaN with a count of 0.</summary>
    /// <param name="confidence">Confidence of the interval, where one is known in closed form.</param>
    public abstract Score Result(double confidence = 0.95);

    /// <summary>Adds what the other has seen; it is of this type and signature.</summary>
    protected abstract void MergeFrom(MultilabelMetric other);

    /// <summary>Room for the per-label numbers, once the label set is known.</summary>
    protected virtual void Prepare(int labels)
    {
    }

    /// <summary>Makes the score.</summary>
    protected Score Scored(double value, ConfidenceInterval? interval = null, long undefined = 0) => new(Name, value, Count, Signature)
    {
        Interval = interval,
        Undefined = undefined,
        HigherIsBetter = HigherIsBetter,
    };

    /// <summary>Checks a row's size and weight, counts it, and says whether its weight is above 0.</summary>
    private protected bool Counts(int labels, int others, string otherName, double weight)
    {
        if (labels != others)
        {
            throw new ArgumentException($"Row {Count} has {labels} true labels but {others} predictions.", otherName);
        }

        if (!(weight >= 0) || double.IsInfinity(weight))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, $"The weight of row {Count} is {weight}; a weight is a finite number, zero or more.");
        }

        Reach(labels, otherName);
        Count += weight > 0 ? 1 : 0;
        return weight > 0;
    }

    private protected static void Check(LabelMatrix truth, int rows, int labels, string name, ReadOnlySpan<double> weights)
    {
        if (truth.Rows != rows || truth.Labels != labels)
        {
            throw new ArgumentException($"The truth has {truth.Rows} rows of {truth.Labels} labels, the predictions {rows} of {labels}.", name);
        }

        Guard.Batch(rows, rows, name, weights);
    }

    private void Reach(int labels, string name)
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
