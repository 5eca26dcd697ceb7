namespace AiInfra.Metrics.Detection;

/// <summary>The scores of one class. NaN where the class has no object in the range.</summary>
/// <param name="Category">The class.</param>
/// <param name="Objects">Objects that count in the overall range of areas.</param>
/// <param name="AveragePrecision">Mean over the thresholds.</param>
/// <param name="AveragePrecision50">At the overlap 0.5; NaN when that is no threshold.</param>
/// <param name="AverageRecall">Mean recall over the thresholds, at the most detections.</param>
public sealed record CocoCategory(int Category, int Objects, double AveragePrecision, double AveragePrecision50, double AverageRecall);
