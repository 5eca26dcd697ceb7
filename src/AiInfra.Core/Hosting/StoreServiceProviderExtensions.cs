using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Finds the host's store, or says how to choose one.</summary>
public static class StoreServiceProviderExtensions
{
    /// <summary>The host's catalog.</summary>
    /// <exception cref="InvalidOperationException">The host chose no store.</exception>
    public static ICatalog GetCatalog(this IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetService<ICatalog>() ?? throw NoStore("catalog");
    }

    /// <summary>The host's artifact store.</summary>
    /// <exception cref="InvalidOperationException">The host chose no store.</exception>
    public static IArtifactStore GetArtifacts(this IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.GetService<IArtifactStore>() ?? throw NoStore("artifacts");
    }

    private static InvalidOperationException NoStore(string what) =>
        new($"This host has no store for AiInfra's {what}. Choose one where AiInfra is added: services.AddAiInfra(ai => ai.StoreIn(\"data\")), with the package AiInfra.Sqlite.");
}
