using AiInfra.Core.Rows;
using AiInfra.Core.Signals;

namespace AiInfra.Observability.Feedback;

/// <summary>A prediction whose label became known.</summary>
/// <param name="Id">Id of the prediction.</param>
/// <param name="Version">Version that answered.</param>
/// <param name="Role">Role in which it answered.</param>
/// <param name="Outputs">What it answered.</param>
/// <param name="Label">What was true.</param>
/// <param name="PredictedAt">When it answered.</param>
/// <param name="LabelledAt">When the label became known.</param>
public readonly record struct LabelledPrediction(string Id, int Version, PredictionRole Role, Row Outputs, Value Label, DateTimeOffset PredictedAt, DateTimeOffset LabelledAt);
