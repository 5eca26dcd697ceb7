namespace AiInfra.Evaluation.Slices;

/// <summary>A row on which a model does badly.</summary>
/// <param name="Id">Id of the row; its number where the predictions have no ids.</param>
/// <param name="Row">Number of the row.</param>
/// <param name="Loss">What it costs.</param>
/// <param name="Truth">True label or number, as text.</param>
/// <param name="Answer">Predicted label or number, as text.</param>
/// <param name="Probability">Probability given to the true label; NaN where there is none.</param>
public sealed record WorstRow(string Id, int Row, double Loss, string Truth, string Answer, double Probability);
