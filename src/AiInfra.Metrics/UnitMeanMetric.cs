using System.Globalization;
using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics;

/// <summary>A metric that is the weighted mean of one value a unit: a picture, a call, a conversation, a page. It streams and merges, has Student's interval, and keeps the value of every unit, so that two systems are compared unit by unit.</summary>
/// <remarks>To add a family, derive one abstract class that names the family and reads a unit (<see cref="AddUnit"/>), and from it a class a metric. Not thread-safe: give each thread its own (<see cref="ScoredMetric.New"/>) and merge.</remarks>
public abstract class UnitMeanMetric : ScoredMetric
{
    private readonly UnitValues _units = new();
    private readonly string _unit;
    private RunningMean _mean;
    private long _count;
    private long _undefined;

    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="higherIsBetter">Whether more is better.</param>
    /// <param name="units">What the units are, in the plural: "pictures".</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars; empty when there are none.</param>
    protected UnitMeanMetric(string name, bool higherIsBetter, string units, string options = "")
        : base(name, higherIsBetter, options)
    {
        ArgumentException.ThrowIfNullOrEmpty(units);
        _unit = units;
    }

    /// <summary>Units added with a weight above 0, those without a value included.</summary>
    public override long Count => _count;

    /// <summary>Whether the value and id of every unit are kept for paired tests and the worst units. Turn it off for endless streams.</summary>
    /// <value>Default true.</value>
    public bool KeepsUnits { get; init; } = true;

    /// <summary>The value of every unit, paired by ids where they have some, else in the order they were added; null of nothing, or where units are not kept.</summary>
    public override Evidence? Evidence => _units.ToEvidence(_unit);

    /// <summary>The value of each unit that is kept, in the order they were added; NaN where there is none.</summary>
    protected IReadOnlyList<double> KeptValues => _units.Values;

    /// <inheritdoc />
    public abstract override UnitMeanMetric New();

    /// <summary>Adds what another metric of the same signature has seen; its units follow.</summary>
    /// <exception cref="ArgumentException">The other has another type or signature, is this one, or has a unit that this one has.</exception>
    public void Merge(UnitMeanMetric other)
    {
        CheckMerge(other);
        CheckKept(KeepsUnits, other, other.KeepsUnits, nameof(KeepsUnits));
        if (KeepsUnits)
        {
            if (_count > 0 && other._count > 0 && _units.HasIds != other._units.HasIds)
            {
                throw new ArgumentException($"The {_unit} of '{Signature}' have ids in one of both and none in the other; give all ids, or none.", nameof(other));
            }

            if (_units.FirstShared(other._units) is { } twice)
            {
                throw new ArgumentException($"'{twice}' is among the {_unit} of both; each is added once.", nameof(other));
            }

            _units.Add(other._units);
        }

        _mean.Merge(other._mean);
        _count += other._count;
        _undefined += other._undefined;
        MergeMore(other);
    }

    /// <summary>The mean over units that have a value, with Student's interval; the others are counted as undefined. NaN of nothing.</summary>
    public override Score Result(double confidence = 0.95) => Scored(_mean.Weight == 0 ? double.NaN : _mean.Mean, _mean.Interval(confidence), _undefined);

    /// <summary>Adds a unit.</summary>
    /// <param name="value">Its value, finite; NaN where it has none: it is left out of the mean and counted.</param>
    /// <param name="id">Its id, by which two systems are paired; null pairs by order. All units have one, or none.</param>
    /// <param name="weight">How much it counts; zero or more. A unit of weight 0 is left out.</param>
    /// <exception cref="ArgumentException">The value is infinite, the weight negative or not finite, the id there already, or missing where others have one; the message names the unit. Nothing is added then.</exception>
    protected void AddUnit(double value, string? id = null, double weight = 1)
    {
        if (double.IsInfinity(value))
        {
            throw new ArgumentException($"The {Name} of {Which(id)} is {value}; give a finite number, or NaN where there is no value.", nameof(value));
        }

        if (Weight(weight, _unit, _count) == 0)
        {
            return;
        }

        if (KeepsUnits)
        {
            if (_count > 0 && _units.HasIds != (id is not null))
            {
                throw new ArgumentException($"{Which(id)} has {(id is null ? "no id, those before it have one" : "an id, those before it have none")}; give all ids, or none.", nameof(id));
            }

            if (!_units.TryAdd(value, id, weight))
            {
                throw new ArgumentException($"{Which(id)} was added before; each is added once.", nameof(id));
            }
        }

        _count++;
        if (double.IsNaN(value))
        {
            _undefined++;
        }
        else
        {
            _mean.Add(value, weight);
        }
    }

    /// <summary>Adds what the other keeps beside its units; it is of this type and signature.</summary>
    protected virtual void MergeMore(UnitMeanMetric other)
    {
    }

    private string Which(string? id) => string.Create(CultureInfo.InvariantCulture, $"{(id is null ? $"unit {_count}" : $"'{id}'")} of the {_unit}");
}
