namespace AiInfra.Core.Studies;

/// <summary>The right to work on a trial until it ends or runs out.</summary>
/// <param name="Study">Name of the study.</param>
/// <param name="Trial">The trial as it was when it was claimed.</param>
/// <param name="Token">Grows with every claim; only the newest may write.</param>
public sealed record TrialLease(string Study, TrialRecord Trial, long Token);
