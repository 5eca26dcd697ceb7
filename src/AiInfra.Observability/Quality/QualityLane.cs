using AiInfra.Core.Signals;

namespace AiInfra.Observability.Quality;

/// <summary>One version in one role, and how well it answers.</summary>
/// <param name="Role">Role.</param>
/// <param name="Version">Version.</param>
/// <param name="Labelled">Labelled predictions.</param>
/// <param name="Baseline">What it is compared with; null while that is gathered.</param>
/// <param name="Latest">The newest judgement; null before the first.</param>
public sealed record QualityLane(PredictionRole Role, int Version, long Labelled, QualityBaseline? Baseline, QualityReport? Latest);
