using System.Diagnostics.CodeAnalysis;
using AiInfra;
using AiInfra.Core.Hosting;
using AiInfra.Core.Signals;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

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

    /// <summary>Options that the host checks when it starts, and whoever reads them: what is wrong is an <see cref="OptionsValidationException"/> with all faults.</summary>
    /// <typeparam name="T">The options.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <param name="name">Name of the options; null for those without.</param>
    public static OptionsBuilder<T> AddCheckedOptions<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(this IServiceCollection services, string? name = null)
        where T : class, ICheckedOptions
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<T>, CheckedOptionsValidator<T>>());
        return services.AddOptions<T>(name ?? Options.Options.DefaultName).ValidateOnStart();
    }
}
