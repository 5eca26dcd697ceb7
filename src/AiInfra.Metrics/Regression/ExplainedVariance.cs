using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Regression;

/// <summary>1 - variance of the errors / variance of the truth. Unlike R2 it forgives a constant bias.</summary>
/// <remarks>With a constant truth it is by convention 1 when the errors are constant too and 0 otherwise, and counted as undefined. NaN and counted where the squares leave the range of a double (numbers below 1e-154 or above 1e154): scale the column first.</remarks>
/// <param name="forceFinite">Whether a constant truth takes the convention; when not, it is NaN for constant errors and minus infinity otherwise.</param>
public sealed class ExplainedVariance(bool forceFinite = true) : ValueMetric("explainedVariance", true, forceFinite ? "" : "forceFinite:no")
{
    private RunningMean _truth;
    private RunningMean _errors;
    private TruthRange _range = new();
    private TruthRange _errorRange = new();

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default, bool forceFinite = true) =>
        Over(new ExplainedVariance(forceFinite), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new ExplainedVariance(forceFinite);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        if (Count == 0)
        {
            return Scored(double.NaN);
        }

        double errors = _errors.Variance, spread = _truth.Variance;
        if (!_range.IsConstant)
        {
            return TruthRange.Holds(spread, errors) ? Scored(1 - (errors / spread)) : Scored(double.NaN, undefined: Count);
        }

        double otherwise = _errorRange.IsConstant ? (forceFinite ? 1 : double.NaN) : forceFinite ? 0 : double.NegativeInfinity;
        return Scored(otherwise, undefined: Count);
    }

    /// <inheritdoc />
    protected override void Accumulate(double truth, double value, double weight)
    {
        _truth.Add(truth, weight);
        _errors.Add(truth - value, weight);
        _range.Add(truth, value);
        _errorRange.Add(truth - value, 0);
    }

    /// <inheritdoc />
    protected override void MergeFrom(Metric other)
    {
        var same = (ExplainedVariance)other;
        _truth.Merge(same._truth);
        _errors.Merge(same._errors);
        _range.Merge(same._range);
        _errorRange.Merge(same._errorRange);
    }
}
