using AiInfra.Core.Artifacts;
using AiInfra.Core.Hosting;
using AiInfra.Core.Pipelines;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds pipelines to a host.</summary>
public static class AiInfraPipelineBuilderExtensions
{
    /// <summary>Adds a pipeline and the runner. Take them as <c>[FromKeyedServices("name")] Pipeline</c> and <see cref="PipelineRunner"/>.</summary>
    /// <param name="builder">The host's builder. A store must be chosen, for example with <c>StoreIn</c>.</param>
    /// <param name="name">The pipeline's name.</param>
    /// <param name="create">Makes the pipeline, with the host's services at hand.</param>
    /// <param name="configure">How pipelines run in this host.</param>
    public static AiInfraBuilder AddPipeline(
        this AiInfraBuilder builder, string name, Func<IServiceProvider, Pipeline> create, Action<PipelineRunnerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        builder.Services.AddOptions<PipelineRunnerOptions>().Configure(o => configure?.Invoke(o));
        builder.Services.TryAddKeyedSingleton(name, (services, _) =>
        {
            Pipeline pipeline = create(services);
            return pipeline.Name == name ? pipeline : throw new InvalidOperationException($"Pipeline '{pipeline.Name}' was added under the name '{name}'. Use one name.");
        });
        builder.Services.TryAddSingleton(services => new PipelineRunner(
            services.GetRequiredService<IPipelineLedger>(),
            services.GetRequiredService<IOptions<PipelineRunnerOptions>>().Value,
            services.GetService<IArtifactStore>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetService<ILogger<PipelineRunner>>()));
        return builder;
    }
}
