using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics;

/// <summary>What metrics of all families share: name, signature, direction, and whom they merge with. Families differ in what they read.</summary>
public abstract class ScoredMetric : IScored
{
    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="higherIsBetter">Whether more is better.</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars; empty when there are none.</param>
    protected ScoredMetric(string name, bool higherIsBetter, string options = "")
        : this(name, MetricSignature.Of(name, options), higherIsBetter)
    {
    }

    private protected ScoredMetric(string name, string signature, bool higherIsBetter) => (Name, Signature, HigherIsBetter) = (name, signature, higherIsBetter);

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string Signature { get; }

    /// <inheritdoc />
    public bool HigherIsBetter { get; }

    /// <inheritdoc />
    public abstract string Family { get; }

    /// <inheritdoc />
    public abstract long Count { get; }

    /// <inheritdoc />
    public virtual Evidence? Evidence => null;

    /// <summary>A metric with the same options that has seen nothing.</summary>
    public abstract ScoredMetric New();

    /// <inheritdoc />
    public abstract Score Result(double confidence = 0.95);

    /// <summary>Tables for a report: the units with the worst values, where each has one.</summary>
    public virtual IReadOnlyList<ScoreTable> Tables() => Evidence is { } evidence && WorstUnits.Of(this, evidence) is { } worst ? [worst] : [];

    /// <inheritdoc />
    public virtual IReadOnlyList<ScoreChart> Charts() => [];

    /// <inheritdoc />
    public override string ToString() => Result().ToString();

    /// <summary>Makes the score.</summary>
    /// <param name="value">The value; NaN where undefined.</param>
    /// <param name="interval">Its interval, where one is known.</param>
    /// <param name="undefined">Parts on which the metric is not defined, or replaced by a convention.</param>
    protected Score Scored(double value, ConfidenceInterval? interval = null, long undefined = 0) => new(Name, value, Count, Signature)
    {
        Interval = interval,
        Undefined = undefined,
        HigherIsBetter = HigherIsBetter,
    };

    /// <summary>Checks that what another has seen may be added to this one: it is of this type and signature, and not this one itself.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    protected void CheckMerge(IScored other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(other, this))
        {
            throw new ArgumentException($"'{Signature}' cannot be merged into itself.", nameof(other));
        }

        if (other.GetType() != GetType() || other.Signature != Signature)
        {
            throw new ArgumentException(other.Signature == Signature
                ? $"'{Signature}' is a {GetType()} here and a {other.GetType()} there; only metrics of one type merge."
                : $"'{Signature}' cannot merge '{other.Signature}'.", nameof(other));
        }
    }

    /// <summary>Checks that the other kept what this one keeps: evidence of a half would pass for that of the whole.</summary>
    protected void CheckKept(bool keeps, ScoredMetric other, bool otherKeeps, string property)
    {
        if (keeps && !otherKeeps && other.Count > 0)
        {
            throw new InvalidOperationException($"'{Signature}' keeps what it was made of, the one to merge does not: make both with {property} = true, or both with false.");
        }
    }

    /// <summary>A weight that may be 0, checked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite; the message names the unit.</exception>
    protected static double Weight(double weight, string unit, long index) => weight >= 0 && double.IsFinite(weight)
        ? weight
        : throw new ArgumentOutOfRangeException(nameof(weight), weight, $"The weight of {unit} {index} is {weight}; a weight is a finite number, zero or more.");

    /// <summary>A weight above 0, checked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or not finite; the message names the unit.</exception>
    protected static double PositiveWeight(double weight, string unit, long index) => weight > 0 && double.IsFinite(weight)
        ? weight
        : throw new ArgumentOutOfRangeException(nameof(weight), weight, $"The weight of {unit} {index} is {weight}; a finite number above 0 is needed.");
}
