namespace AiInfra.Metrics.Uncertainty;

/// <summary>Mean width of the predicted intervals, in the unit of the target. Narrow is good only where the coverage holds.</summary>
public sealed class MeanIntervalWidth() : IntervalMetric("meanIntervalWidth", false)
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite, a lower end is above its upper, or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> low, ReadOnlySpan<double> high, ReadOnlySpan<double> weights = default) =>
        Over(new MeanIntervalWidth(), truth, low, high, weights);

    /// <inheritdoc />
    public override UncertaintyMetric New() => new MeanIntervalWidth { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override double Loss(double truth, double low, double high) => high - low;
}
