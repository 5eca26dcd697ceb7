using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Hosting;
using AiInfra.Core.Storage;
using AiInfra.Sqlite;
using AiInfra.Sqlite.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps AiInfra's catalog and artifacts in a folder.</summary>
public static class AiInfraSqliteBuilderExtensions
{
    /// <summary>Keeps the catalog, the pipeline ledger, the tables of the host's modules and the artifacts in a folder of this machine, and adds the health check "aiinfra-store" (<see cref="StoreHealthCheck"/>). Services registered before stay.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="path">The folder; it is made when it is first used.</param>
    /// <param name="configure">How to open it.</param>
    public static AiInfraBuilder StoreIn(this AiInfraBuilder builder, string path, Action<SqliteStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        builder.Services.AddCheckedOptions<SqliteStoreOptions>()
            .Configure<IEnumerable<IStoreModule>>((o, modules) =>
            {
                configure?.Invoke(o);
                foreach (IStoreModule module in modules.Where(m => !o.Modules.Any(there => there.Name == m.Name && there.GetType() == m.GetType())))
                {
                    o.Modules.Add(module);
                }
            });
        builder.Services.TryAddSingleton(s => AiInfraStore.Open(path, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<IOptions<SqliteStoreOptions>>().Value));
        builder.Services.TryAddSingleton(s => s.GetRequiredService<AiInfraStore>().Catalog);
        builder.Services.TryAddSingleton(s => s.GetRequiredService<AiInfraStore>().Artifacts);
        builder.Services.TryAddSingleton(s => s.GetRequiredService<AiInfraStore>().Ledger);
        if (!builder.Services.Any(s => s.ServiceType == typeof(StoreHealthCheck)))
        {
            builder.Services.AddSingleton<StoreHealthCheck>();
            builder.Services.AddHealthChecks().AddCheck<StoreHealthCheck>("aiinfra-store", HealthStatus.Degraded, ["aiinfra", "store"]);
        }

        builder.Services.TryAddSingleton(s => new ArtifactCollector(s.GetRequiredService<IArtifactStore>(), [s.GetRequiredService<ICatalog>(), .. s.GetServices<IArtifactRoots>()], s.GetRequiredService<TimeProvider>()));
        return builder;
    }
}
