namespace AiInfra.Evaluation.Metrics;

/// <summary>Pearson's correlation of truth and prediction, from -1 to 1. NaN, counted as undefined, when either is constant.</summary>
public sealed class PearsonCorrelation() : ValueMetric("pearson", true)
{
    private RunningMean _truth;
    private RunningMean _value;
    private double _together;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new PearsonCorrelation(), truth, predicted, weights);

    /// <inheritdoc />
    public override IMetric New() => new PearsonCorrelation();

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        double spread = Math.Sqrt(_truth.SumOfSquares) * Math.Sqrt(_value.SumOfSquares);
        return spread > 0 ? Scored(Math.Clamp(_together / spread, -1, 1)) : Scored(double.NaN, undefined: Count);
    }

    /// <inheritdoc />
    protected override void Accumulate(double truth, double value, double weight)
    {
        double distance = truth - _truth.Mean;
        _truth.Add(truth, weight);
        _value.Add(value, weight);
        _together += weight * distance * (value - _value.Mean);
    }

    /// <inheritdoc />
    protected override void MergeFrom(Metric other)
    {
        var same = (PearsonCorrelation)other;
        double weight = _truth.Weight + same._truth.Weight;
        if (weight > 0)
        {
            _together += same._together + ((same._truth.Mean - _truth.Mean) * (same._value.Mean - _value.Mean) * (_truth.Weight * same._truth.Weight / weight));
        }

        _truth.Merge(same._truth);
        _value.Merge(same._value);
    }
}
