using AiInfra.Serving.Deployments.Versions;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>The lane that was used last. One version after the other answers: the look-up is for the first request of each, and for canaries.</summary>
internal sealed record LastLane<TRequest, TResult>(LoadedVersion Version, ModelLane<TRequest, TResult> Lane);
