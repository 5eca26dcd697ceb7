using System.Diagnostics.Metrics;
using AiInfra.Core.Hosting;
using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Hosting;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds serving to a host.</summary>
public static class AiInfraServingBuilderExtensions
{
    /// <summary>Adds a deployment. It loads and warms up when the host starts; find it through <see cref="IDeployments"/> or as a keyed <see cref="Deployment"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">Name of the deployment and, unless said otherwise, of the registered model.</param>
    /// <param name="configure">How it serves.</param>
    public static AiInfraBuilder AddServing(this AiInfraBuilder builder, string name, Action<ServingBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        DeploymentName.Check(name);
        IServiceCollection services = builder.Services;
        services.AddCheckedOptions<DeploymentOptions>(name);
        configure?.Invoke(new ServingBuilder(services, name));
        if (services.Any(s => s.ImplementationInstance is DeploymentRegistration other && other.Name == name))
        {
            // Said twice: the second call adds to the options of the first.
            return builder;
        }

        services.AddSingleton(new DeploymentRegistration(name));
        services.AddSingleton(new ServedDeployment(name));
        services.TryAddSingleton(provider => new ServingTelemetry(provider.GetService<IMeterFactory>()));
        AddRuntimes(services);
        services.TryAddSingleton<IDeployments>(Host);
        services.TryAddSingleton(provider => new Lazy<IDeployments>(provider.GetRequiredService<IDeployments>));
        services.AddKeyedSingleton(name, (provider, _) => provider.GetRequiredService<IDeployments>().Get(name));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ServingHostedService>());
        return builder;
    }

    /// <summary>Adds a runtime for models that are no ONNX files. Deployments, and the learning loop that judges what they serve, open by it every version that carries its name in the tag <see cref="AiInfra.Core.Rows.ModelKeys.Runtime"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">Its name; "onnx" takes the place of ONNX Runtime.</param>
    /// <param name="runtime">The runtime.</param>
    public static AiInfraBuilder AddRuntime(this AiInfraBuilder builder, string name, IModelRuntime runtime)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        return builder.AddRuntime(name, _ => runtime);
    }

    /// <summary>The same, made with the host's services.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">Its name; "onnx" takes the place of ONNX Runtime.</param>
    /// <param name="runtime">Makes the runtime.</param>
    public static AiInfraBuilder AddRuntime(this AiInfraBuilder builder, string name, Func<IServiceProvider, IModelRuntime> runtime)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(runtime);
        builder.Services.AddSingleton(new RuntimeRegistration(name, runtime));
        AddRuntimes(builder.Services);
        return builder;
    }

    private static void AddRuntimes(IServiceCollection services) => services.TryAddSingleton(provider =>
        new ModelRuntimes(provider.GetServices<RuntimeRegistration>().Select(r => KeyValuePair.Create(r.Name, Make(r, provider)))));

    private static IModelRuntime Make(RuntimeRegistration runtime, IServiceProvider provider)
    {
        try
        {
            return runtime.Make(provider);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Runtime '{runtime.Name}' could not be made: {e.GetType().Name}: {e.Message}", e);
        }
    }

    private static ModelHost Host(IServiceProvider provider) => new(provider.GetServices<DeploymentRegistration>().Select(r => new Deployment(
        r.Name,
        provider.GetCatalog(),
        provider.GetArtifacts(),
        provider.GetRequiredService<IOptionsMonitor<DeploymentOptions>>().Get(r.Name),
        provider.GetService<SignalHub>(),
        provider.GetService<TimeProvider>(),
        provider.GetRequiredService<ServingTelemetry>(),
        provider.GetService<ILogger<Deployment>>(),
        provider.GetRequiredService<ModelRuntimes>(),
        provider)), provider.GetService<ILogger<ModelHost>>());
}
