namespace AiInfra.Core.Studies;

/// <summary>A value that a trial reported on its way.</summary>
/// <param name="Trial">Number of the trial.</param>
/// <param name="Step">Step, counted as the trial counts (epochs, optimizer steps, folds).</param>
/// <param name="Value">Value of the objective so far; NaN and infinities are kept.</param>
public readonly record struct TrialReport(int Trial, long Step, double Value);
