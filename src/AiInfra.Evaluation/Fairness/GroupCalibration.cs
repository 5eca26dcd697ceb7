using AiInfra.Metrics;
using AiInfra.Metrics.Calibration;

namespace AiInfra.Evaluation.Fairness;

/// <summary>Whether "70 %" means 70 of 100 in one group.</summary>
/// <param name="MeanPredicted">Mean probability of the positive class.</param>
/// <param name="Gap">Mean probability less the share of positives, with Student's interval; above 0 the model expects too much.</param>
/// <param name="Error">Expected calibration error of the positive class in equal bins. Grows when rows are few.</param>
/// <param name="Curve">Share of positives over mean probability, by bin. Weights are not counted in the curve and the error.</param>
public sealed record GroupCalibration(double MeanPredicted, Score Gap, double Error, IReadOnlyList<ReliabilityBin> Curve)
{
    /// <inheritdoc />
    public override string ToString() => $"GroupCalibration {{ MeanPredicted = {MeanPredicted}, Gap = {Gap}, Error = {Error}, Curve = {Shown.List(Curve)} }}";
}
