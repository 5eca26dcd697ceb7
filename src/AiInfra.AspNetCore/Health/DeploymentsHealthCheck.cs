using AiInfra.AspNetCore.Deployments;
using AiInfra.Serving.Deployments;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AiInfra.AspNetCore.Health;

/// <summary>Healthy when every deployment that should answer can, and degraded while the host may do without those that cannot (<see cref="DeploymentOptions.Optional"/>). A deployment that was unloaded by request should not answer.</summary>
public sealed class DeploymentsHealthCheck(IDeployments deployments) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var readiness = Readiness.Of(deployments);
        HealthStatus failure = readiness.IsReady ? HealthStatus.Degraded : context.Registration?.FailureStatus ?? HealthStatus.Unhealthy;
        return Task.FromResult(readiness.Problems.Count == 0
            ? HealthCheckResult.Healthy($"{deployments.All.Count} deployments")
            : new HealthCheckResult(failure, string.Join(" ", readiness.Problems)));
    }
}
