using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Curves;

namespace AiInfra.Evaluation.Reports;

/// <summary>What a report shows of a classification beside its metrics.</summary>
public sealed record ClassificationDetail
{
    /// <summary>The labels in order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Weights of rows [true class][predicted class].</summary>
    public required IReadOnlyList<double[]> Confusion { get; init; }

    /// <summary>Precision, recall and F1 by class; NaN where a ratio has no denominator.</summary>
    public required IReadOnlyList<ClassScore> Classes { get; init; }

    /// <summary>ROC curve of the second of two classes, thinned to 200 points; empty where there is none.</summary>
    public IReadOnlyList<CurvePoint> Roc { get; init; } = [];

    /// <summary>Precision-recall curve of the second of two classes, thinned to 200 points; empty where there is none.</summary>
    public IReadOnlyList<CurvePoint> PrecisionRecall { get; init; } = [];

    /// <summary>Reliability curve in ten uniform bins: of the second of two classes, or of the most probable of many (then "positive" means right).</summary>
    public IReadOnlyList<ReliabilityBin> Reliability { get; init; } = [];

    /// <summary>Where one could cut the probability of the second of two classes; empty where there is none, or one class is missing.</summary>
    public IReadOnlyList<ReportedThreshold> Thresholds { get; init; } = [];

    /// <summary>Brier's score of the second of two classes in parts, in ten bins of equal width; null where there is none.</summary>
    public BrierDecomposition? Brier { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"ClassificationDetail {{ Labels = {Shown.List(Labels)}, Confusion = {Shown.List(Confusion)}, Classes = {Shown.List(Classes)}, Roc = {Shown.List(Roc)}, PrecisionRecall = {Shown.List(PrecisionRecall)}, Reliability = {Shown.List(Reliability)}, Thresholds = {Shown.List(Thresholds)}, Brier = {Brier} }}";
}
