using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments.Versions;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>A request that was let in: who answers it, and since when.</summary>
internal readonly record struct RequestLease(LoadedVersion Version, PredictionRole Role, RequestId Id, string? Key, long Started, LoadedVersion[]? Shadows);
