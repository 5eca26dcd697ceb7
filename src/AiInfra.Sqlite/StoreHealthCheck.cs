using AiInfra.Sqlite.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AiInfra.Sqlite;

/// <summary>Sees within seconds that a store was deleted or replaced, is full, read-only, or locked by another process for more than five seconds. Waits for nothing and needs no lock. Its description names the file and not its folder, which stands in the data ("store", "fault").</summary>
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
        return Task.FromResult(fault is null
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration?.FailureStatus ?? HealthStatus.Degraded, WithoutFolder(fault), data: new Dictionary<string, object> { ["store"] = _database.Path, ["fault"] = fault }));
    }

    /// <summary>Descriptions are what probes are told, whoever they are: the file's name, not where it lies.</summary>
    private string WithoutFolder(string fault) => fault.Replace(_database.Path, Path.GetFileName(_database.Path), StringComparison.Ordinal);
}
