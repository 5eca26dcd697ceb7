namespace AiInfra.Serving.Hosting;

/// <summary>A deployment that the host asked for.</summary>
internal sealed record DeploymentRegistration(string Name);
