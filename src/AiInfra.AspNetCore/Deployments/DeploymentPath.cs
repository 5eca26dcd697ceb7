using AiInfra.Serving.Deployments;

namespace AiInfra.AspNetCore.Deployments;

/// <summary>The deployment that a part of a path means.</summary>
internal static class DeploymentPath
{
    /// <summary>The server decodes every escape but that of the slash, which a name may hold.</summary>
    public static Deployment? Find(IDeployments deployments, string name) => deployments.Find(name)
        ?? (name.Contains("%2F", StringComparison.OrdinalIgnoreCase) ? deployments.Find(name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)) : null);
}
