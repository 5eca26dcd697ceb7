namespace AiInfra.Metrics.Regression;

/// <summary>Root of the mean squared error, in the unit of the target. NaN and counted as undefined where all errors are so small (below 1e-154) that their squares are no doubles.</summary>
public sealed class RootMeanSquaredError() : ValueMeanMetric("rmse")
{
    /// <inheritdoc />
    public override bool IsMean => false;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new RootMeanSquaredError(), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new RootMeanSquaredError();

    /// <inheritdoc />
    protected override double RowLoss(double truth, double value) => (truth - value) * (truth - value);

    /// <inheritdoc />
    protected override bool IsLost(double truth, double value, double loss) => loss < TruthRange.SmallestNormal && truth != value;

    /// <inheritdoc />
    protected override double Finish(double mean) => Math.Sqrt(mean);
}
