namespace AiInfra.Metrics.Regression;

/// <summary>Mean squared difference of ln(1 + value). Defined for numbers above -1.</summary>
public sealed class MeanSquaredLogError() : ValueMeanMetric("msle")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is -1 or less or not finite, or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new MeanSquaredLogError(), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new MeanSquaredLogError();

    internal static double SquaredLogError(double truth, double value)
    {
        double difference = Log(truth) - Log(value);
        return difference * difference;
    }

    internal static (bool OfTruth, string Need)? NotAboveMinusOne(double truth, double value) =>
        truth > -1 && value > -1 ? null : (truth <= -1, "a logarithmic error needs numbers above -1.");

    /// <inheritdoc />
    protected override (bool OfTruth, string Need)? Objection(double truth, double value) => NotAboveMinusOne(truth, value);

    /// <inheritdoc />
    protected override double RowLoss(double truth, double value) => SquaredLogError(truth, value);

    // ln(1 + x) without the loss of digits near zero (Kahan).
    private static double Log(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : Math.Log(u) * (x / (u - 1));
    }
}
