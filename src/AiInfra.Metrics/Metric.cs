using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics;

/// <summary>What all metrics share: name, signature, counting.</summary>
public abstract class Metric : IMetric
{
    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="higherIsBetter">Whether more is better.</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars; empty when there are none.</param>
    protected Metric(string name, bool higherIsBetter, string options = "")
    {
        Name = name;
        HigherIsBetter = higherIsBetter;
        Signature = options.Length == 0 ? $"{name}|version:1" : $"{name}|{options}|version:1";
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string Signature { get; }

    /// <inheritdoc />
    public bool HigherIsBetter { get; }

    /// <inheritdoc />
    public abstract MetricInput Input { get; }

    /// <inheritdoc />
    public virtual bool CanBeResampled => true;

    /// <summary>Rows added with a weight above 0.</summary>
    public long Count { get; private set; }

    /// <inheritdoc />
    public abstract IMetric New();

    /// <inheritdoc />
    public abstract void Add(in Outcome outcome);

    /// <inheritdoc />
    public void Merge(IMetric other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other is not Metric metric || metric.GetType() != GetType() || metric.Signature != Signature)
        {
            throw new ArgumentException($"'{Signature}' cannot merge '{other.Signature}'.", nameof(other));
        }

        if (ReferenceEquals(other, this))
        {
            throw new ArgumentException($"'{Signature}' cannot be merged into itself.", nameof(other));
        }

        MergeFrom(metric);
        Count += metric.Count;
    }

    /// <inheritdoc />
    public abstract Score Result(double confidence = 0.95);

    /// <inheritdoc />
    public override string ToString() => Result().ToString();

    /// <summary>Adds what the other has seen; it is of this type and signature.</summary>
    protected abstract void MergeFrom(Metric other);

    /// <summary>Counts a row and says whether its weight is above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The weight is negative or not finite.</exception>
    protected bool Counts(double weight)
    {
        bool weighs = Weighs(weight);
        Count += weighs ? 1 : 0;
        return weighs;
    }

    /// <summary>Whether a row's weight is above 0; it is counted with <see cref="CountRows"/> once it was added, so that a row that is refused is not.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The weight is negative or not finite.</exception>
    private protected bool Weighs(double weight) => weight >= 0 && double.IsFinite(weight)
        ? weight > 0
        : throw new ArgumentOutOfRangeException(nameof(weight), weight, $"The weight of row {Count} is {weight}; a weight is a finite number, zero or more.");

    /// <summary>Counts the rows of a batch whose weights were checked.</summary>
    protected void CountRows(int rows, ReadOnlySpan<double> weights)
    {
        int without = 0;
        foreach (double weight in weights)
        {
            without += weight > 0 ? 0 : 1;
        }

        Count += rows - without;
    }

    /// <summary>Makes the score.</summary>
    protected Score Scored(double value, ConfidenceInterval? interval = null, long undefined = 0) => new(Name, value, Count, Signature)
    {
        Interval = interval,
        Undefined = undefined,
        HigherIsBetter = HigherIsBetter,
    };
}
