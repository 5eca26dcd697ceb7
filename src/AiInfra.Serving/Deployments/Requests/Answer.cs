using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments.Versions;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>A result and what is known of how it came about.</summary>
internal readonly record struct Answer<TResult>(TResult Result, LoadedVersion Version, PredictionRole Role, RequestId Id, string? Key, TimeSpan Latency, LoadedVersion[]? Shadows);
