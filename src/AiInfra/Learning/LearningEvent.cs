using AiInfra.Evaluation.Gates;

namespace AiInfra.Learning;

/// <summary>Something the loop did.</summary>
/// <param name="Kind">What.</param>
/// <param name="Reason">Why it was at it.</param>
/// <param name="Labelled">Labelled rows known by then.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Version">The version promoted or rolled back to; null for the others.</param>
/// <param name="Message">In words.</param>
/// <param name="Gate">The decision, where there was one.</param>
public sealed record LearningEvent(LearningEventKind Kind, LearningReason Reason, long Labelled, DateTimeOffset At, int? Version, string Message, GateDecision? Gate = null);
