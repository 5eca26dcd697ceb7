namespace AiInfra.Metrics.Regression;

/// <summary>The share of the absolute error explained, against the median of the truth.</summary>
public sealed class D2AbsoluteError() : ExplainedLossMetric("d2AbsoluteError")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new D2AbsoluteError(), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new D2AbsoluteError();

    /// <inheritdoc />
    protected override double RowLoss(double truth, double value) => Math.Abs(truth - value);

    /// <inheritdoc />
    protected override double Constant(double[] truth, double[] weights) => D2Pinball.Quantile(truth, weights, 0.5);
}
