namespace AiInfra.Core.Studies;

/// <summary>What becomes of a trial whose worker died.</summary>
/// <param name="Most">How often it is repeated with the same parameters; 0 for never.</param>
/// <param name="KeepReports">Whether the repetition begins with the values that the dead one reported, as a training does that resumes from its checkpoint; otherwise they stay with the dead one alone.</param>
public readonly record struct TrialRetry(int Most, bool KeepReports);
