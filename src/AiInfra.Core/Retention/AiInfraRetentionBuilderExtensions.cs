using AiInfra.Core.Hosting;
using AiInfra.Core.Retention;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds retention to a host.</summary>
public static class AiInfraRetentionBuilderExtensions
{
    /// <summary>
    /// Says how much the host's store keeps, and deletes the rest now and then while the host runs. A host that keeps a prediction log has it without being asked,
    /// with the defaults of <see cref="RetentionOptions"/>. Calling it again adds to the same options. A limit for a store that the host does not have keeps it from starting.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="configure">How much is kept.</param>
    public static AiInfraBuilder AddRetention(this AiInfraBuilder builder, Action<RetentionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddCheckedOptions<RetentionOptions>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RetentionService>());
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return builder;
    }
}
