namespace AiInfra.Observability.Hosting;

/// <summary>That monitoring was added for a deployment.</summary>
internal sealed record MonitoredDeployment(string Name);
