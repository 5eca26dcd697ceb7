using AiInfra.Metrics.Classification;

namespace AiInfra.Metrics.Multilabel;

/// <summary>Jaccard's index: of the labels that are true or predicted, the share that is both.</summary>
/// <param name="average">Micro, macro, weighted or samples.</param>
/// <param name="zeroDivision">What a label gets that neither occurs nor is predicted, or a row without any.</param>
public sealed class MultilabelJaccard(Average average = Average.Macro, ZeroDivision zeroDivision = ZeroDivision.Zero) : LabelRatioMetric("jaccard", average, zeroDivision)
{
    /// <summary>The score of matrices.</summary>
    /// <exception cref="ArgumentException">Sizes differ, there is no row, or a weight is negative; the message names the first index.</exception>
    public static Score Of(LabelMatrix truth, LabelMatrix predicted, Average average = Average.Macro, ZeroDivision zeroDivision = ZeroDivision.Zero, ReadOnlySpan<double> weights = default) =>
        Over(new MultilabelJaccard(average, zeroDivision), truth, predicted, weights);

    /// <inheritdoc />
    public override MultilabelMetric New() => new MultilabelJaccard(Averaging, OnZeroDivision) { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override (double Above, double Below) Ratio(in BinaryCounts counts) => (counts.TruePositives, counts.TruePositives + counts.FalsePositives + counts.FalseNegatives);
}
