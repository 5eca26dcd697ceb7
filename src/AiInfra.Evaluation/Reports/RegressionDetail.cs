namespace AiInfra.Evaluation.Reports;

/// <summary>What a report shows of predicted numbers beside its metrics. A residual is prediction minus truth.</summary>
public sealed record RegressionDetail
{
    /// <summary>Mean residual: the bias, in the unit of the target.</summary>
    public required double MeanResidual { get; init; }

    /// <summary>Residuals at the probabilities 0, 0.05, 0.25, 0.5, 0.75, 0.95 and 1.</summary>
    public required IReadOnlyList<double> Quantiles { get; init; }

    /// <summary>Edges of the histogram's bins, one more than bins.</summary>
    public required IReadOnlyList<double> HistogramEdges { get; init; }

    /// <summary>Rows in each bin. Residuals beyond the edges are in the outer bins.</summary>
    public required IReadOnlyList<int> HistogramCounts { get; init; }

    /// <summary>Truth and prediction of up to 400 rows, evenly spread over the set.</summary>
    public required IReadOnlyList<double[]> Sample { get; init; }

    /// <summary>Residuals of rows with like predictions, up to ten bins of as many rows each.</summary>
    public IReadOnlyList<ResidualBin> ByPrediction { get; init; } = [];

    /// <summary>Residuals of neighbouring rows, up to twenty bins in the order of the set: of time, where the set has it.</summary>
    public IReadOnlyList<ResidualBin> InOrder { get; init; } = [];

    /// <inheritdoc />
    public override string ToString() => $"RegressionDetail {{ MeanResidual = {MeanResidual}, Quantiles = {Shown.List(Quantiles)}, HistogramEdges = {Shown.List(HistogramEdges)}, HistogramCounts = {Shown.List(HistogramCounts)}, Sample = {Shown.List(Sample)}, ByPrediction = {Shown.List(ByPrediction)}, InOrder = {Shown.List(InOrder)} }}";
}
