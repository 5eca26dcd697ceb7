namespace AiInfra.Metrics.Regression;

/// <summary>Root of the mean squared difference of ln(1 + value). Defined for numbers above -1.</summary>
public sealed class RootMeanSquaredLogError() : ValueMeanMetric("rmsle")
{
    /// <inheritdoc />
    public override bool IsMean => false;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is -1 or less or not finite, or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new RootMeanSquaredLogError(), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new RootMeanSquaredLogError();

    /// <inheritdoc />
    protected override (bool OfTruth, string Need)? Objection(double truth, double value) => MeanSquaredLogError.NotAboveMinusOne(truth, value);

    /// <inheritdoc />
    protected override double RowLoss(double truth, double value) => MeanSquaredLogError.SquaredLogError(truth, value);

    /// <inheritdoc />
    protected override double Finish(double mean) => Math.Sqrt(mean);
}
