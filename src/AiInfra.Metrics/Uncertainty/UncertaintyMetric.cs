using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Uncertainty;

/// <summary>What metrics of predicted intervals and distributions share: a weighted mean over rows that streams and merges.</summary>
public abstract class UncertaintyMetric
{
    private RunningMean _mean;

    private protected UncertaintyMetric(string name, bool higherIsBetter, string options)
    {
        Name = name;
        HigherIsBetter = higherIsBetter;
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

    /// <summary>Rows whose quantiles cross, scored as they are.</summary>
    public long Undefined { get; private set; }

    /// <summary>The weighted mean so far.</summary>
    protected RunningMean Mean => _mean;

    /// <summary>A metric with the same options that has seen nothing.</summary>
    public abstract UncertaintyMetric New();

    /// <summary>Adds what another metric of the same signature has seen.</summary>
    /// <exception cref="ArgumentException">The other has another signature, or is this one.</exception>
    public void Merge(UncertaintyMetric other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.GetType() != GetType() || other.Signature != Signature || ReferenceEquals(other, this))
        {
            throw new ArgumentException($"'{Signature}' cannot merge '{other.Signature}'{(ReferenceEquals(other, this) ? " of itself" : "")}.", nameof(other));
        }

        _mean.Merge(other._mean);
        Count += other.Count;
        Undefined += other.Undefined;
        MergeMore(other);
    }

    /// <summary>The score of what was added; NaN of nothing.</summary>
    public Score Result(double confidence = 0.95)
    {
        (double value, ConfidenceInterval? interval) = Count == 0 ? (double.NaN, null) : Finish(confidence);
        return new(Name, value, Count, Signature) { Interval = interval, Undefined = double.IsNaN(value) ? Count : Undefined, HigherIsBetter = HigherIsBetter };
    }

    private protected void AddLoss(double loss, double weight, bool crossed)
    {
        if (!(weight >= 0) || double.IsInfinity(weight))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, $"The weight of row {Count} is {weight}; a weight is a finite number, zero or more.");
        }

        if (weight > 0)
        {
            _mean.Add(loss, weight);
            Count++;
            Undefined += crossed ? 1 : 0;
        }
    }

    private protected void CheckFinite(double number, string which)
    {
        if (!double.IsFinite(number))
        {
            throw new ArgumentException($"The {which} of row {Count} is {number}; a finite number is needed.", which);
        }
    }

    private protected virtual (double Value, ConfidenceInterval? Interval) Finish(double confidence) => (_mean.Mean, _mean.Interval(confidence));

    private protected virtual void MergeMore(UncertaintyMetric other)
    {
    }
}
