using AiInfra.Sqlite.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AiInfra.Sqlite;

/// <summary>Sees within seconds that a store was deleted or replaced, is full, read-only, or locked by another process for more than five seconds. Waits for nothing and needs no lock.</summary>
/// <remarks>Models in memory go on answering, so a host's registration is degraded and not unhealthy; <c>AddHealthChecks</c> registers it as "aiinfra-store" wherever <c>StoreIn</c> is called.</remarks>
public sealed class StoreHealthCheck : IHealthCheck
{
    private readonly SqliteDatabase _database;

    /// <summary>Watches a store.</summary>
    public StoreHealthCheck(AiInfraStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _database = store.Database;
    }

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        string? fault = _database.Fault();
        return Task.FromResult(fault is null ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration?.FailureStatus ?? HealthStatus.Degraded, fault));
    }
}
