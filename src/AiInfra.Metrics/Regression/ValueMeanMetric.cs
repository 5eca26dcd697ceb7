using System.Globalization;
using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Regression;

/// <summary>A metric of numbers that is a weighted mean over rows, perhaps with a last step such as a root. Less is better. Its interval is Student's.</summary>
public abstract class ValueMeanMetric(string name, string options = "") : ValueMetric(name, false, options), IRowLoss
{
    private RunningMean _mean;
    private long _undefined;
    private long _lost;

    /// <inheritdoc />
    public virtual bool IsMean => true;

    /// <inheritdoc />
    public double Loss(in Outcome outcome) => Objection(outcome.Truth, outcome.Value) is { } objection
        ? throw new ArgumentException($"{Name} of a truth of {outcome.Truth} and a value of {outcome.Value}: {objection.Need}", nameof(outcome))
        : Checked(outcome.Truth, outcome.Value);

    /// <inheritdoc />
    public double OfMean(double mean) => Finish(mean);

    /// <inheritdoc />
    public sealed override Score Result(double confidence = 0.95)
    {
        if (_lost > 0 && _mean.Mean < TruthRange.SmallestNormal)
        {
            return Scored(double.NaN, undefined: _lost);
        }

        ConfidenceInterval? interval = _mean.Interval(confidence) is { } i && double.IsFinite(_mean.Mean)
            ? new ConfidenceInterval(Finish(Math.Max(0, i.Low)), Finish(i.High), confidence)
            : null;
        return Scored(Count == 0 ? double.NaN : Finish(_mean.Mean), interval, _undefined);
    }

    /// <summary>What one row costs, zero or more; infinite where it is beyond a double, and then the score is too. A loss below zero or NaN is refused with the row.</summary>
    protected abstract double RowLoss(double truth, double value);

    /// <summary>The last step from the mean to the value; must increase.</summary>
    protected virtual double Finish(double mean) => mean;

    /// <summary>Whether the loss of a row with this truth is a convention rather than a value; such rows are counted as undefined.</summary>
    protected virtual bool IsConvention(double truth) => false;

    /// <summary>Whether a wrong row's loss is too small for a double. A score of nothing else is undefined, not 0.</summary>
    protected virtual bool IsLost(double truth, double value, double loss) => false;

    /// <inheritdoc />
    protected sealed override void Accumulate(double truth, double value, double weight)
    {
        double loss = Checked(truth, value);
        _mean.Add(loss, weight);
        _lost += IsLost(truth, value, loss) ? 1 : 0;
        _undefined += IsConvention(truth) ? 1 : 0;
    }

    private double Checked(double truth, double value)
    {
        double loss = RowLoss(truth, value);
        return loss >= 0
            ? loss
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The {Name} of row {Count} (truth {truth}, value {value}) is {loss}; a loss is zero or more."), nameof(value));
    }

    /// <inheritdoc />
    protected sealed override void MergeFrom(Metric other)
    {
        var same = (ValueMeanMetric)other;
        _mean.Merge(same._mean);
        _undefined += same._undefined;
        _lost += same._lost;
    }
}
