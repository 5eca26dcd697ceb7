namespace AiInfra.Evaluation.Reports;

/// <summary>A row on which two models differ.</summary>
/// <param name="Row">Index of the row in the set.</param>
/// <param name="Id">Id of the row: what the caller gave, otherwise its index.</param>
/// <param name="Truth">The true answer.</param>
/// <param name="Champion">The champion's answer.</param>
/// <param name="Candidate">The candidate's answer.</param>
/// <param name="Loss">The candidate's loss minus the champion's: above zero the candidate is worse.</param>
public sealed record ChangedRow(int Row, string Id, string Truth, string Champion, string Candidate, double Loss);
