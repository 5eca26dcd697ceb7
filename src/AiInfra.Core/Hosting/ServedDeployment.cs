namespace AiInfra.Core.Hosting;

/// <summary>That this host serves a deployment. A layer that serves registers one for each, so that a layer that watches finds a name that nobody serves.</summary>
/// <param name="Name">Name of the deployment.</param>
public sealed record ServedDeployment(string Name);
