using System.Diagnostics.Metrics;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Hosting;
using AiInfra.Core.Signals;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Hosting;
using AiInfra.Observability.Monitoring;
using AiInfra.Observability.Predictions;
using AiInfra.Observability.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds monitoring to a host.</summary>
public static class AiInfraObservabilityBuilderExtensions
{
    /// <summary>
    /// Watches a deployment: drift of its inputs, quality over late labels, alarms as logs, metrics, catalog events and calls of <see cref="IAlarmSink"/>.
    /// The <see cref="ModelMonitor"/> is a keyed service under the deployment's name. Calling it again for one deployment adds to its options.
    /// A host that serves other deployments and not this one does not start.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="deployment">Deployment to watch.</param>
    /// <param name="configure">How.</param>
    public static AiInfraBuilder AddMonitoring(this AiInfraBuilder builder, string deployment, Action<MonitoringBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(deployment);
        IServiceCollection services = builder.Services;
        bool known = services.Any(s => s.IsKeyedService && s.ServiceType == typeof(ModelMonitor) && deployment.Equals(s.ServiceKey));
        configure?.Invoke(new MonitoringBuilder(services, deployment));
        if (known)
        {
            return builder;
        }

        services.AddSingleton(new MonitoredDeployment(deployment));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MonitoredDeployments>());
        services.AddCheckedOptions<MonitorOptions>(deployment);
        services.AddCheckedOptions<MonitoringSwitches>(deployment);
        AddMetrics(services);
        builder.AddStoreModule(new AlarmModule());
        services.TryAddSingleton(sp => new AlarmRecorder(sp.GetRequiredService<ICatalog>().GetRequiredStore<AlarmStore>(), sp.GetRequiredService<MonitorMetrics>(), sp.GetService<ILogger<AlarmRecorder>>()));
        services.TryAddSingleton(sp => new CatalogEventSink(sp.GetRequiredService<ICatalog>().Events, sp.GetService<ILogger<CatalogEventSink>>(), sp.GetRequiredService<MonitorMetrics>()));
        services.AddKeyedSingleton(deployment, (sp, _) => CreateMonitor(sp, deployment));
        services.AddKeyedSingleton(deployment, (sp, _) => CreateLog(sp, deployment));
        services.AddSingleton<IHostedService>(sp => new MonitoringService(
            sp.GetRequiredService<SignalHub>(),
            sp.GetRequiredKeyedService<ModelMonitor>(deployment),
            sp.GetRequiredService<IOptionsMonitor<MonitoringSwitches>>().Get(deployment).Log is null ? null : sp.GetRequiredKeyedService<PredictionLogger>(deployment),
            sp.GetService<ICatalog>() is null ? null : sp.GetRequiredService<CatalogEventSink>(),
            Alarms(sp) is null ? null : sp.GetRequiredService<AlarmRecorder>(),
            Alarms(sp),
            sp.GetRequiredService<ILogger<MonitoringService>>()));
        return builder;
    }

    private static void AddMetrics(IServiceCollection services) => services.TryAddSingleton(sp => new MonitorMetrics(sp.GetService<IMeterFactory>()));

    private static ModelMonitor CreateMonitor(IServiceProvider services, string deployment)
    {
        ICatalog? catalog = services.GetService<ICatalog>();
        IReferenceSource? references = services.GetService<IReferenceSource>()
            ?? (catalog is not null && services.GetService<IArtifactStore>() is { } artifacts ? new CatalogReferenceSource(catalog, artifacts) : null);
        return new ModelMonitor(
            deployment,
            services.GetRequiredService<IOptionsMonitor<MonitorOptions>>().Get(deployment),
            references,
            Sinks(services, deployment),
            services.GetRequiredService<MonitorMetrics>(),
            services.GetService<ILogger<ModelMonitor>>());
    }

    private static IEnumerable<IAlarmSink> Sinks(IServiceProvider services, string deployment)
    {
        IEnumerable<IAlarmSink> sinks = [.. services.GetServices<IAlarmSink>(), .. services.GetKeyedServices<IAlarmSink>(deployment)];
        sinks = services.GetService<ICatalog>() is null ? sinks : sinks.Append(services.GetRequiredService<CatalogEventSink>());
        return Alarms(services) is null ? sinks : sinks.Append(services.GetRequiredService<AlarmRecorder>());
    }

    /// <summary>Null where the host chose no store, or one that opens no modules.</summary>
    private static AlarmStore? Alarms(IServiceProvider services) => services.GetService<ICatalog>()?.GetStore<AlarmStore>();

    private static PredictionLogger CreateLog(IServiceProvider services, string deployment)
    {
        IPredictionLog log = services.GetService<ICatalog>()?.Predictions
            ?? throw new InvalidOperationException($"Monitoring of '{deployment}' keeps a prediction log, but the host has no catalog: choose a store, for example ai.StoreIn(\"data\") of AiInfra.Sqlite, or leave Log() out.");
        return new PredictionLogger(
            log,
            services.GetRequiredService<IOptionsMonitor<MonitoringSwitches>>().Get(deployment).Log,
            deployment,
            services.GetService<TimeProvider>(),
            services.GetService<ILogger<PredictionLogger>>(),
            services.GetRequiredService<MonitorMetrics>(),
            Sinks(services, deployment));
    }
}
