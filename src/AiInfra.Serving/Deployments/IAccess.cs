namespace AiInfra.Serving.Deployments;

/// <summary>One way to ask a version: which lane its requests take.</summary>
internal interface IAccess<TRequest, TResult>
{
    ModelLane<TRequest, TResult> Lane(LoadedVersion version);
}
