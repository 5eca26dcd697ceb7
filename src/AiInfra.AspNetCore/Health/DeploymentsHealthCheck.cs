using AiInfra.Serving.Deployments;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AiInfra.AspNetCore.Health;

/// <summary>Healthy when every deployment that should answer can. A deployment that was unloaded by request should not.</summary>
public sealed class DeploymentsHealthCheck(IDeployments deployments) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        IReadOnlyList<string> problems = Readiness.Problems(deployments);
        HealthStatus failure = context.Registration?.FailureStatus ?? HealthStatus.Unhealthy;
        return Task.FromResult(problems.Count == 0
            ? HealthCheckResult.Healthy($"{deployments.All.Count} deployments")
            : new HealthCheckResult(failure, string.Join(" ", problems)));
    }
}
