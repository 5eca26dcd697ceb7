using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Uncertainty;

/// <summary>What metrics of predicted intervals and distributions share: a weighted mean over rows that streams and merges.</summary>
public abstract class UncertaintyMetric : ScoredMetric
{
    private readonly UnitValues _rows = new();
    private long _count;
    private RunningMean _mean;

    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="higherIsBetter">Whether more is better.</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars; empty when there are none.</param>
    protected UncertaintyMetric(string name, bool higherIsBetter, string options)
        : base(name, higherIsBetter, options)
    {
    }

    /// <inheritdoc />
    public override string Family => "Intervals and distributions";

    /// <summary>Rows added with a weight above 0.</summary>
    public override long Count => _count;

    /// <summary>Whether the value of every row is kept (8 bytes each) for paired tests and the worst rows. Turn it off for endless streams.</summary>
    /// <value>Default true.</value>
    public bool KeepsRows { get; init; } = true;

    /// <summary>The value of every row; null of nothing, or where rows are not kept.</summary>
    public override Evidence? Evidence => _rows.ToEvidence("rows");

    /// <summary>Rows whose quantiles cross, scored as they are.</summary>
    public long Undefined { get; private set; }

    /// <summary>The weighted mean so far.</summary>
    protected RunningMean Mean => _mean;

    /// <summary>The value of each row that is kept.</summary>
    private protected IReadOnlyList<double> RowValues => _rows.Values;

    /// <inheritdoc />
    public abstract override UncertaintyMetric New();

    /// <summary>Adds what another metric of the same signature has seen.</summary>
    /// <exception cref="ArgumentException">The other has another signature, or is this one.</exception>
    public void Merge(UncertaintyMetric other)
    {
        CheckMerge(other);
        CheckKept(KeepsRows, other, other.KeepsRows, nameof(KeepsRows));
        _mean.Merge(other._mean);
        _count += other._count;
        if (KeepsRows)
        {
            _rows.Add(other._rows);
        }

        Undefined += other.Undefined;
        MergeMore(other);
    }

    /// <summary>The score of what was added; NaN of nothing.</summary>
    public override Score Result(double confidence = 0.95)
    {
        (double value, ConfidenceInterval? interval) = Count == 0 ? (double.NaN, null) : Finish(confidence);
        return Scored(value, interval, double.IsNaN(value) ? Count : Undefined);
    }

    /// <summary>Adds the value of a row.</summary>
    /// <param name="loss">The value; not NaN.</param>
    /// <param name="weight">How much the row counts; zero or more.</param>
    /// <param name="crossed">Whether its quantiles cross.</param>
    /// <exception cref="ArgumentException">The value is NaN, or the weight negative; the message names the row.</exception>
    protected void AddLoss(double loss, double weight, bool crossed)
    {
        if (double.IsNaN(loss))
        {
            throw new ArgumentException($"The {Name} of row {_count} is NaN; a number is needed.", nameof(loss));
        }

        if (Weight(weight, "row", _count) > 0)
        {
            _mean.Add(loss, weight);
            _count++;
            Undefined += crossed ? 1 : 0;
            if (KeepsRows)
            {
                _rows.Add(loss, weight);
            }
        }
    }

    /// <summary>Checks a number of a row.</summary>
    /// <exception cref="ArgumentException">It is not finite; the message names it and the row.</exception>
    protected void CheckFinite(double number, string which)
    {
        if (!double.IsFinite(number))
        {
            throw new ArgumentException($"The {which} of row {Count} is {number}; a finite number is needed.", which);
        }
    }

    /// <summary>The value of one row or more and its interval, where one is known; by default the mean and Student's.</summary>
    protected virtual (double Value, ConfidenceInterval? Interval) Finish(double confidence) => (_mean.Mean, _mean.Interval(confidence));

    /// <summary>Adds what the other keeps beside the mean; it is of this type and signature.</summary>
    protected virtual void MergeMore(UncertaintyMetric other)
    {
    }
}
