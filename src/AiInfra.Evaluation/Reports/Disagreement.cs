namespace AiInfra.Evaluation.Reports;

/// <summary>Which rows two models have right.</summary>
/// <param name="BothRight">Rows both have right.</param>
/// <param name="OnlyChampion">Rows only the champion has right: what a change would break.</param>
/// <param name="OnlyCandidate">Rows only the candidate has right: what it would repair.</param>
/// <param name="BothWrong">Rows neither has right.</param>
public sealed record Disagreement(int BothRight, int OnlyChampion, int OnlyCandidate, int BothWrong);
