using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Hosting;
using AiInfra.Core.Pipelines;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds pipelines to a host.</summary>
public static class AiInfraPipelineBuilderExtensions
{
    /// <summary>
    /// Adds a pipeline. It runs by its schedule while the host runs, and whenever somebody asks the <see cref="PipelineScheduler"/>: <c>scheduler.RunAsync("name")</c>. The pipeline itself is a keyed <see cref="Pipeline"/>.
    /// </summary>
    /// <param name="builder">The host's builder. A store must be chosen, for example with <c>StoreIn</c>.</param>
    /// <param name="name">The pipeline's name.</param>
    /// <param name="configure">Steps and schedule; called when the host starts, with its services at hand.</param>
    [RequiresUnreferencedCode("Results are turned to JSON by reflection. Give JsonSerializerOptions with a source-generated resolver in trimmed applications.")]
    [RequiresDynamicCode("Results are turned to JSON by reflection. Give JsonSerializerOptions with a source-generated resolver in native applications.")]
    public static AiInfraBuilder AddPipeline(this AiInfraBuilder builder, string name, Action<PipelineBuilder> configure) =>
        Add(builder, name, () => new Pipeline(name), configure);

    /// <summary>Adds a pipeline whose results are turned to JSON as the options say.</summary>
    /// <inheritdoc cref="AddPipeline(AiInfraBuilder, string, Action{PipelineBuilder})" />
    public static AiInfraBuilder AddPipeline(this AiInfraBuilder builder, string name, JsonSerializerOptions json, Action<PipelineBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Add(builder, name, () => new Pipeline(name, json), configure);
    }

    /// <summary>Says how pipelines run in this host, all of them: how many steps at a time, leases, retries. Where some step wants a retry of its own, it says so in <see cref="StepOptions.Retry"/>. Calling it again adds to the same options.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="configure">How pipelines run.</param>
    public static AiInfraBuilder ConfigurePipelines(this AiInfraBuilder builder, Action<PipelineRunnerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder;
    }

    private static AiInfraBuilder Add(AiInfraBuilder builder, string name, Func<Pipeline> create, Action<PipelineBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        IServiceCollection services = builder.Services;
        if (services.Any(s => s.IsKeyedService && s.ServiceType == typeof(ScheduledPipeline) && name.Equals(s.ServiceKey)))
        {
            throw new ArgumentException($"There is a pipeline '{name}' already.", nameof(name));
        }

        services.AddCheckedOptions<PipelineRunnerOptions>();
        services.AddKeyedSingleton(name, (provider, _) =>
        {
            var said = new PipelineBuilder(create(), provider);
            configure(said);
            return said.Build();
        });
        services.AddKeyedSingleton(name, (provider, _) => provider.GetRequiredKeyedService<ScheduledPipeline>(name).Pipeline);
        services.AddSingleton(provider => provider.GetRequiredKeyedService<ScheduledPipeline>(name));
        services.TryAddSingleton(provider => new PipelineRunner(
            provider.GetRequiredService<IPipelineLedger>(),
            provider.GetRequiredService<IOptions<PipelineRunnerOptions>>().Value,
            provider.GetService<IArtifactStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<PipelineRunner>>()));
        services.TryAddSingleton(provider => new PipelineScheduler(
            provider.GetServices<ScheduledPipeline>(),
            provider.GetRequiredService<PipelineRunner>(),
            provider.GetRequiredService<IPipelineLedger>(),
            provider.GetRequiredService<IOptions<PipelineRunnerOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<PipelineScheduler>>(),
            provider.GetService<ICatalog>()?.Events));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PipelineService>());
        return builder;
    }
}
