using AiInfra.Serving.Deployments.Versions;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>One way to ask a version: which lane its requests take.</summary>
internal interface IAccess<TRequest, TResult>
{
    ModelLane<TRequest, TResult> Lane(LoadedVersion version);
}
