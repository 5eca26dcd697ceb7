using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Hosting;
using AiInfra.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps AiInfra's catalog and artifacts in a folder.</summary>
public static class AiInfraSqliteBuilderExtensions
{
    /// <summary>Keeps the catalog, the pipeline ledger and the artifacts in a folder of this machine. Services registered before stay.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="path">The folder; it is made when it is first used.</param>
    /// <param name="configure">How to open it.</param>
    public static AiInfraBuilder StoreIn(this AiInfraBuilder builder, string path, Action<SqliteStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var options = new SqliteStoreOptions();
        configure?.Invoke(options);
        builder.Services.TryAddSingleton(s => AiInfraStore.Open(path, s.GetRequiredService<TimeProvider>(), options));
        builder.Services.TryAddSingleton(s => s.GetRequiredService<AiInfraStore>().Catalog);
        builder.Services.TryAddSingleton(s => s.GetRequiredService<AiInfraStore>().Artifacts);
        builder.Services.TryAddSingleton(s => s.GetRequiredService<AiInfraStore>().Ledger);
        builder.Services.TryAddSingleton(s => new ArtifactCollector(s.GetRequiredService<IArtifactStore>(), s.GetRequiredService<ICatalog>(), s.GetRequiredService<TimeProvider>()));
        return builder;
    }
}
