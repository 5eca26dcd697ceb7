using AiInfra.Core.Signals;

namespace AiInfra.Core.Catalog;

/// <summary>A prediction of the log and, where it is known, what became known of it (the newest feedback).</summary>
public sealed record LoggedPrediction(Prediction Prediction, Feedback? Feedback);
