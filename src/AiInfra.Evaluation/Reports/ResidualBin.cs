namespace AiInfra.Evaluation.Reports;

/// <summary>The residuals of neighbouring rows: neighbours by prediction, or in the order of the rows.</summary>
/// <param name="At">Where: their mean prediction, or the mean row number.</param>
/// <param name="Mean">Mean residual, prediction minus truth: far from 0 the model is wrong to one side here.</param>
/// <param name="Low">Lower quartile of the residuals.</param>
/// <param name="High">Upper quartile.</param>
/// <param name="Count">Rows.</param>
public sealed record ResidualBin(double At, double Mean, double Low, double High, int Count);
