namespace AiInfra.Evaluation.Metrics;

/// <summary>Coefficient of determination: 1 - sum of squared errors / sum of squares about the mean. At most 1; 0 is the mean's own score.</summary>
/// <remarks>Of fewer than two rows NaN. With a constant truth it is by convention 1 when all is exact and 0 otherwise, and counted as undefined.</remarks>
public sealed class RSquared() : ValueMetric("r2", true)
{
    private RunningMean _truth;
    private RunningMean _squaredErrors;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new RSquared(), truth, predicted, weights);

    /// <inheritdoc />
    public override IMetric New() => new RSquared();

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        if (Count < 2)
        {
            return Scored(double.NaN, undefined: Count);
        }

        double errors = _squaredErrors.Mean, spread = _truth.Variance;
        return spread > 0 ? Scored(1 - (errors / spread)) : Scored(errors == 0 ? 1 : 0, undefined: Count);
    }

    /// <inheritdoc />
    protected override void Accumulate(double truth, double value, double weight)
    {
        _truth.Add(truth, weight);
        _squaredErrors.Add((truth - value) * (truth - value), weight);
    }

    /// <inheritdoc />
    protected override void MergeFrom(Metric other)
    {
        var same = (RSquared)other;
        _truth.Merge(same._truth);
        _squaredErrors.Merge(same._squaredErrors);
    }
}
