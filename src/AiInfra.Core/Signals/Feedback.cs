using AiInfra.Core.Rows;

namespace AiInfra.Core.Signals;

/// <summary>What became known about a prediction later: the true label, or a person's score.</summary>
/// <param name="PredictionId">The prediction it is about.</param>
/// <param name="Label">True label or score.</param>
/// <param name="At">When it became known, UTC.</param>
/// <param name="Source">Where it came from, for example "label" or "user".</param>
public sealed record Feedback(string PredictionId, Value Label, DateTimeOffset At, string Source = "label");
