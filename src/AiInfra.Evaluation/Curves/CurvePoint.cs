namespace AiInfra.Evaluation.Curves;

/// <summary>A point of a ROC or precision-recall curve.</summary>
/// <param name="X">False positive rate, or recall.</param>
/// <param name="Y">True positive rate, or precision.</param>
/// <param name="Threshold">Rows with this score or more are called positive; infinity where none is.</param>
public readonly record struct CurvePoint(double X, double Y, double Threshold);
