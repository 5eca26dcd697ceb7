namespace AiInfra.Metrics.Regression;

/// <summary>The largest absolute error, in the unit of the target. Weights do not matter, but rows of weight 0 are left out.</summary>
public sealed class MaxError() : ValueMetric("maxError", false)
{
    private double _largest;

    /// <inheritdoc />
    public override bool CanBeResampled => false;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new MaxError(), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new MaxError();

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95) => Scored(Count == 0 ? double.NaN : _largest);

    /// <inheritdoc />
    protected override void Accumulate(double truth, double value, double weight) => _largest = Math.Max(_largest, Math.Abs(truth - value));

    /// <inheritdoc />
    protected override void MergeFrom(Metric other) => _largest = Math.Max(_largest, ((MaxError)other)._largest);
}
