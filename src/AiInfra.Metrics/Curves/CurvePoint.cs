namespace AiInfra.Metrics.Curves;

/// <summary>A point of a curve over decision thresholds.</summary>
/// <param name="X">What the curve says of X: of a ROC curve the false positive rate, of a precision-recall curve the recall.</param>
/// <param name="Y">What it says of Y: the true positive rate, or the precision.</param>
/// <param name="Threshold">Rows with this score or more are called positive; infinity where none is.</param>
public readonly record struct CurvePoint(double X, double Y, double Threshold);
