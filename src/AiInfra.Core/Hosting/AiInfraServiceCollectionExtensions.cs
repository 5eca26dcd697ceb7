using AiInfra.Core.Hosting;
using AiInfra.Core.Signals;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds AiInfra to a host.</summary>
public static class AiInfraServiceCollectionExtensions
{
    /// <summary>Adds AiInfra's shared services: clock and signals. Choose a store in <paramref name="configure"/>, for example <c>ai.StoreIn("data")</c> of AiInfra.Sqlite. Calling it again adds to the same host.</summary>
    public static AiInfraBuilder AddAiInfra(this IServiceCollection services, Action<AiInfraBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging();
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SignalHub>();
        var builder = new AiInfraBuilder(services);
        configure?.Invoke(builder);
        return builder;
    }
}
