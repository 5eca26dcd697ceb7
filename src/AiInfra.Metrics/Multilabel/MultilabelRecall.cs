using AiInfra.Metrics.Classification;

namespace AiInfra.Metrics.Multilabel;

/// <summary>Of the labels that rows have, the share that was predicted.</summary>
/// <param name="average">Micro, macro, weighted or samples.</param>
/// <param name="zeroDivision">What a label that never occurs gets, or a row without labels.</param>
public sealed class MultilabelRecall(Average average = Average.Macro, ZeroDivision zeroDivision = ZeroDivision.Zero) : LabelRatioMetric("recall", average, zeroDivision)
{
    /// <summary>The score of matrices.</summary>
    /// <exception cref="ArgumentException">Sizes differ, there is no row, or a weight is negative; the message names the first index.</exception>
    public static Score Of(LabelMatrix truth, LabelMatrix predicted, Average average = Average.Macro, ZeroDivision zeroDivision = ZeroDivision.Zero, ReadOnlySpan<double> weights = default) =>
        Over(new MultilabelRecall(average, zeroDivision), truth, predicted, weights);

    /// <inheritdoc />
    public override MultilabelMetric New() => new MultilabelRecall(Averaging, OnZeroDivision) { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override (double Above, double Below) Ratio(in BinaryCounts counts) => (counts.TruePositives, counts.TruePositives + counts.FalseNegatives);
}
