namespace AiInfra.Evaluation.Metrics;

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
    public override IMetric New() => new RootMeanSquaredLogError();

    /// <inheritdoc />
    protected override double RowLoss(double truth, double value)
    {
        double difference = Log(truth, nameof(truth)) - Log(value, nameof(value));
        return difference * difference;
    }

    /// <inheritdoc />
    protected override double Finish(double mean) => Math.Sqrt(mean);

    // ln(1 + x) without the loss of digits near zero (Kahan).
    private double Log(double x, string which)
    {
        if (x <= -1)
        {
            throw new ArgumentException($"The {which} of row {Math.Max(0, Count - 1)} is {x}; a logarithmic error needs numbers above -1.", which);
        }

        double u = 1 + x;
        return u == 1 ? x : Math.Log(u) * (x / (u - 1));
    }
}
