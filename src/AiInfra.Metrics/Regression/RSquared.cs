using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Regression;

/// <summary>Coefficient of determination: 1 - sum of squared errors / sum of squares about the mean. At most 1; 0 is the mean's own score.</summary>
/// <remarks>Of fewer than two rows NaN. With a constant truth it is by convention 1 when all is exact and 0 otherwise, and counted as undefined. NaN and counted where the squares leave the range of a double (numbers below 1e-154 or above 1e154): scale the column first.</remarks>
/// <param name="forceFinite">Whether a constant truth takes the convention; when not, it is NaN for an exact prediction and minus infinity otherwise.</param>
public sealed class RSquared(bool forceFinite = true) : ValueMetric("r2", true, forceFinite ? "" : "forceFinite:no")
{
    private RunningMean _truth;
    private RunningMean _squaredErrors;
    private TruthRange _range = new();

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default, bool forceFinite = true) =>
        Over(new RSquared(forceFinite), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new RSquared(forceFinite);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        if (Count < 2)
        {
            return Scored(double.NaN, undefined: Count);
        }

        double errors = _squaredErrors.Mean, spread = _truth.Variance;
        if (!_range.IsConstant)
        {
            return TruthRange.Holds(spread, errors) ? Scored(1 - (errors / spread)) : Scored(double.NaN, undefined: Count);
        }

        double otherwise = _range.IsExact ? (forceFinite ? 1 : double.NaN) : forceFinite ? 0 : double.NegativeInfinity;
        return Scored(otherwise, undefined: Count);
    }

    /// <inheritdoc />
    protected override void Accumulate(double truth, double value, double weight)
    {
        _truth.Add(truth, weight);
        _squaredErrors.Add((truth - value) * (truth - value), weight);
        _range.Add(truth, value);
    }

    /// <inheritdoc />
    protected override void MergeFrom(Metric other)
    {
        var same = (RSquared)other;
        _truth.Merge(same._truth);
        _squaredErrors.Merge(same._squaredErrors);
        _range.Merge(same._range);
    }
}
