using System.Globalization;
using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Regression;

/// <summary>The share of a loss that the model explains: 1 - its mean loss / the mean loss of the best constant. At most 1; 0 is the constant's own score. Keeps the truth: 16 bytes a row.</summary>
/// <remarks>Of fewer than two rows NaN. With a constant truth it is by convention 1 when all is exact and 0 otherwise, and counted as undefined. NaN and counted where the losses leave the range of a double.</remarks>
public abstract class ExplainedLossMetric(string name, string options = "") : ValueMetric(name, true, options)
{
    private const double SmallestSpread = 1e-150;
    private readonly List<double> _truth = [];
    private readonly List<double> _weights = [];
    private RunningMean _loss;
    private TruthRange _range = new();

    /// <inheritdoc />
    public sealed override Score Result(double confidence = 0.95)
    {
        if (Count < 2)
        {
            return Scored(double.NaN, undefined: Count);
        }

        double constant = Constant([.. _truth], [.. _weights]);
        var baseline = new RunningMean();
        for (int i = 0; i < _truth.Count; i++)
        {
            baseline.Add(ConstantLoss(_truth[i], constant), _weights[i]);
        }

        // A loss that is 0 though the truth varies: by the metric's choice (a quantile of 0), or because it is too small for a double.
        if (baseline.Mean == 0 && (_range.IsConstant || _range.Spread > SmallestSpread))
        {
            return Scored((_range.IsConstant ? _range.IsExact : _loss.Mean == 0) ? 1 : 0, undefined: Count);
        }

        return TruthRange.Holds(baseline.Mean, _loss.Mean) ? Scored(1 - (_loss.Mean / baseline.Mean)) : Scored(double.NaN, undefined: Count);
    }

    /// <summary>What one row costs, zero or more.</summary>
    protected abstract double RowLoss(double truth, double value);

    /// <summary>What one row costs the constant; NaN where it has no such loss, and then the score is undefined.</summary>
    protected virtual double ConstantLoss(double truth, double constant) => RowLoss(truth, constant);

    /// <summary>The constant to compare with. The arrays may be changed.</summary>
    protected abstract double Constant(double[] truth, double[] weights);

    /// <inheritdoc />
    protected sealed override void Accumulate(double truth, double value, double weight)
    {
        double loss = RowLoss(truth, value);
        if (loss < 0)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The {Name} of row {Count} (truth {truth}, value {value}) costs {loss}; a loss is zero or more."), nameof(value));
        }

        _loss.Add(loss, weight);
        _range.Add(truth, value);
        _truth.Add(truth);
        _weights.Add(weight);
    }

    /// <inheritdoc />
    protected sealed override void MergeFrom(Metric other)
    {
        var same = (ExplainedLossMetric)other;
        _loss.Merge(same._loss);
        _range.Merge(same._range);
        _truth.AddRange(same._truth);
        _weights.AddRange(same._weights);
    }
}
