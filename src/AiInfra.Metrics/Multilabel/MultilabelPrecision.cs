using AiInfra.Metrics.Classification;

namespace AiInfra.Metrics.Multilabel;

/// <summary>Of the labels predicted, the share that is right.</summary>
/// <param name="average">Micro, macro, weighted or samples.</param>
/// <param name="zeroDivision">What a label never predicted gets, or a row without predicted labels.</param>
public sealed class MultilabelPrecision(Average average = Average.Macro, ZeroDivision zeroDivision = ZeroDivision.Zero) : LabelRatioMetric("precision", average, zeroDivision)
{
    /// <summary>The score of matrices.</summary>
    /// <exception cref="ArgumentException">Sizes differ, there is no row, or a weight is negative; the message names the first index.</exception>
    public static Score Of(LabelMatrix truth, LabelMatrix predicted, Average average = Average.Macro, ZeroDivision zeroDivision = ZeroDivision.Zero, ReadOnlySpan<double> weights = default) =>
        Over(new MultilabelPrecision(average, zeroDivision), truth, predicted, weights);

    /// <inheritdoc />
    public override MultilabelMetric New() => new MultilabelPrecision(Averaging, OnZeroDivision) { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override (double Above, double Below) Ratio(in BinaryCounts counts) => (counts.TruePositives, counts.TruePositives + counts.FalsePositives);
}
