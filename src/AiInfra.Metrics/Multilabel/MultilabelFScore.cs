using System.Globalization;
using AiInfra.Metrics.Classification;

namespace AiInfra.Metrics.Multilabel;

/// <summary>F-score of label sets: (1 + b²) tp / ((1 + b²) tp + fp + b² fn).</summary>
public sealed class MultilabelFScore : LabelRatioMetric
{
    private readonly double _beta;

    /// <summary>Creates the metric.</summary>
    /// <param name="average">Micro, macro, weighted or samples.</param>
    /// <param name="zeroDivision">What a label gets that neither occurs nor is predicted, or a row without any.</param>
    /// <param name="beta">How many times as much recall counts as precision.</param>
    public MultilabelFScore(Average average = Average.Macro, ZeroDivision zeroDivision = ZeroDivision.Zero, double beta = 1)
        : base(beta == 1 ? "f1" : "fScore", average, zeroDivision, beta == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"beta:{beta}"))
    {
        if (!(beta > 0) || double.IsInfinity(beta))
        {
            throw new ArgumentOutOfRangeException(nameof(beta), beta, "Beta is a finite number above 0.");
        }

        _beta = beta;
    }

    /// <summary>The score of matrices.</summary>
    /// <exception cref="ArgumentException">Sizes differ, there is no row, or a weight is negative; the message names the first index.</exception>
    public static Score Of(LabelMatrix truth, LabelMatrix predicted, Average average = Average.Macro, ZeroDivision zeroDivision = ZeroDivision.Zero, ReadOnlySpan<double> weights = default, double beta = 1) =>
        Over(new MultilabelFScore(average, zeroDivision, beta), truth, predicted, weights);

    /// <inheritdoc />
    public override MultilabelMetric New() => new MultilabelFScore(Averaging, OnZeroDivision, _beta) { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override (double Above, double Below) Ratio(in BinaryCounts counts) => FScore.FRatio(counts, _beta);
}
