using AiInfra.Core.Signals;

namespace AiInfra.Serving.Deployments;

/// <summary>The answer to a typed request.</summary>
/// <param name="Output">The model's answer.</param>
/// <param name="Id">Id of the prediction; feedback refers to it.</param>
/// <param name="Version">Version that answered.</param>
/// <param name="Role">Role in which it answered.</param>
/// <param name="Latency">Time from call to answer.</param>
public readonly record struct TypedPrediction<TOut>(TOut Output, string Id, int Version, PredictionRole Role, TimeSpan Latency);
