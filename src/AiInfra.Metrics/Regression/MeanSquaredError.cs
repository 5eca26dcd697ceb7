namespace AiInfra.Metrics.Regression;

/// <summary>Mean squared error, in the squared unit of the target.</summary>
public sealed class MeanSquaredError() : ValueMeanMetric("mse")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new MeanSquaredError(), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new MeanSquaredError();

    /// <inheritdoc />
    protected override double RowLoss(double truth, double value) => (truth - value) * (truth - value);
}
