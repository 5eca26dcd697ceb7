using AiInfra.Core.Hosting;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Hosting;
using AiInfra.Data.Ingestion;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds datasets and ingestions to a host.</summary>
public static class AiInfraDataBuilderExtensions
{
    /// <summary>Adds the <see cref="DatasetRepository"/> over the host's catalog and artifact store.</summary>
    public static AiInfraBuilder AddDatasets(this AiInfraBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(s => new DatasetRepository(s.GetCatalog(), s.GetArtifacts(), s.GetService<TimeProvider>()));
        return builder;
    }

    /// <summary>Adds an ingestion of records; run it with <see cref="IngestionRunner"/>. What is wrong with its composition is an error here.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="name">Name of the ingestion, and of its dataset unless another is named.</param>
    /// <param name="from">Source, steps, dataset.</param>
    public static AiInfraBuilder AddIngestion<T>(this AiInfraBuilder builder, string name, Action<IngestionBuilder<T>> from)
    {
        ArgumentNullException.ThrowIfNull(from);
        return builder.AddIngestion<T>(name, start =>
        {
            from(start);
            return start.Build();
        });
    }

    /// <summary>Adds an ingestion of rows whose columns are found out; run it with <see cref="IngestionRunner"/>.</summary>
    public static AiInfraBuilder AddIngestion(this AiInfraBuilder builder, string name, Action<IngestionBuilder<Row>> from) => builder.AddIngestion<Row>(name, from);

    /// <summary>Adds an ingestion whose records change their type on the way (<see cref="IngestionBuilder{T}.Select"/>): <paramref name="from"/> ends in <see cref="IngestionBuilder{T}.Build"/>.</summary>
    public static AiInfraBuilder AddIngestion<T>(this AiInfraBuilder builder, string name, Func<IngestionBuilder<T>, IngestionPipeline> from)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(from);
        if (builder.Services.Any(s => s.IsKeyedService && s.ServiceType == typeof(IngestionPipeline) && Equals(name, s.ServiceKey)))
        {
            throw new ArgumentException($"There is an ingestion '{name}' already. Say all of it in one AddIngestion.", nameof(name));
        }

        builder.AddDatasets();
        IngestionPipeline pipeline = from(new IngestionBuilder<T>(name));
        builder.Services.AddSingleton(pipeline);
        builder.Services.AddKeyedSingleton(name, pipeline);
        builder.Services.TryAddSingleton<IngestionRunner>();
        if (pipeline.RunsAtStart)
        {
            builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, IngestionsAtStart>());
        }

        return builder;
    }
}
