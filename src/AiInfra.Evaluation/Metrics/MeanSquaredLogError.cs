namespace AiInfra.Evaluation.Metrics;

/// <summary>Mean squared difference of ln(1 + value). Defined for numbers above -1.</summary>
public sealed class MeanSquaredLogError() : ValueMeanMetric("msle")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is -1 or less or not finite, or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new MeanSquaredLogError(), truth, predicted, weights);

    /// <inheritdoc />
    public override IMetric New() => new MeanSquaredLogError();

    internal static double SquaredLogError(double truth, double value, long row)
    {
        double difference = Log(truth, nameof(truth), row) - Log(value, nameof(value), row);
        return difference * difference;
    }

    /// <inheritdoc />
    protected override double RowLoss(double truth, double value) => SquaredLogError(truth, value, Math.Max(0, Count - 1));

    // ln(1 + x) without the loss of digits near zero (Kahan).
    private static double Log(double x, string which, long row)
    {
        if (x <= -1)
        {
            throw new ArgumentException($"The {which} of row {row} is {x}; a logarithmic error needs numbers above -1.", which);
        }

        double u = 1 + x;
        return u == 1 ? x : Math.Log(u) * (x / (u - 1));
    }
}
