using AiInfra.Core.Signals;

namespace AiInfra.Serving.Deployments;

/// <summary>A request that was let in: who answers it, and since when.</summary>
internal readonly record struct Ticket(LoadedVersion Version, PredictionRole Role, RequestId Id, string? Key, long Started, LoadedVersion? Shadow);
