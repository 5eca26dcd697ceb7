namespace AiInfra.Serving.Deployments;

/// <summary>A deployment cannot answer now: nothing is loaded, or not the version asked for (HTTP 503).</summary>
public sealed class DeploymentUnavailableException(string deployment, string reason, Exception? inner = null)
    : AiInfraException($"Deployment '{deployment}' cannot answer: {reason}", inner)
{
    /// <summary>The deployment.</summary>
    public string Deployment { get; } = deployment;

    /// <summary>Why.</summary>
    public string Reason { get; } = reason;
}
