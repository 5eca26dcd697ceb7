namespace AiInfra.Metrics.Regression;

/// <summary>Mean of |error| / max(|truth|, 2^-52), a fraction and not per cent. A true value of zero gives a giant number; such rows are counted as undefined in the score.</summary>
public sealed class MeanAbsolutePercentageError() : ValueMeanMetric("mape")
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new MeanAbsolutePercentageError(), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new MeanAbsolutePercentageError();

    /// <inheritdoc />
    protected override double RowLoss(double truth, double value) => Math.Abs(truth - value) / Math.Max(Math.Abs(truth), Epsilon);

    /// <inheritdoc />
    protected override bool IsConvention(double truth) => Math.Abs(truth) < Epsilon;
}
