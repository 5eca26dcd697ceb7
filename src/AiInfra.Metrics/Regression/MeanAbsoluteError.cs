namespace AiInfra.Metrics.Regression;

/// <summary>Mean absolute error, in the unit of the target.</summary>
public sealed class MeanAbsoluteError() : ValueMeanMetric("mae")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new MeanAbsoluteError(), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new MeanAbsoluteError();

    /// <inheritdoc />
    protected override double RowLoss(double truth, double value) => Math.Abs(truth - value);
}
