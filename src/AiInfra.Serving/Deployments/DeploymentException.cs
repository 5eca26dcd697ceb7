namespace AiInfra.Serving.Deployments;

/// <summary>A change of a deployment is not possible: the version is not there, does not load, or there is nothing to go back to. Nothing was changed.</summary>
public sealed class DeploymentException(string message, Exception? inner = null) : Exception(message, inner);
