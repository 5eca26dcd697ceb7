using AiInfra.Core.Pipelines;
using AiInfra.Data.Datasets;
using AiInfra.Data.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Steps of pipelines that make and find datasets.</summary>
public static class DataPipelineBuilderExtensions
{
    /// <summary>Adds a step that runs an ingestion of the host, once in every run of the pipeline. Steps that take its commit run only when that is another one.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="ingestion">Name of the ingestion.</param>
    /// <exception cref="ArgumentException">The host has no such ingestion; the message lists those it has.</exception>
    public static Step<CommittedDataset> Ingest(this PipelineBuilder pipeline, string ingestion)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        IngestionRunner? runner = pipeline.Services.GetService<IngestionRunner>();
        if (runner?.Names.Contains(ingestion) != true)
        {
            throw new ArgumentException($"Pipeline '{pipeline.Name}' runs the ingestion '{ingestion}', which this host has not. Ingestions: {(runner is null ? "none" : string.Join(", ", runner.Names))}.", nameof(ingestion));
        }

        return pipeline.Step(
            $"ingest {ingestion}",
            "1",
            async (_, cancellationToken) => CommittedDataset.Of((await runner.RunAsync(ingestion, cancellationToken: cancellationToken).ConfigureAwait(false)).Dataset),
            StepOptions.EveryRun);
    }

    /// <summary>Adds a step that finds the newest commit of a dataset, once in every run of the pipeline.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="dataset">Name of the dataset.</param>
    /// <param name="branch">Its branch.</param>
    public static Step<CommittedDataset> Dataset(this PipelineBuilder pipeline, string dataset, string branch = "main")
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentException.ThrowIfNullOrWhiteSpace(dataset);
        ArgumentException.ThrowIfNullOrWhiteSpace(branch);
        DatasetRepository datasets = pipeline.Services.GetRequiredService<DatasetRepository>();
        return pipeline.Step(
            branch == "main" ? $"dataset {dataset}" : $"dataset {dataset} ({branch})",
            "1",
            async (_, cancellationToken) => CommittedDataset.Of(await datasets.OpenAsync(dataset, branch, cancellationToken).ConfigureAwait(false)),
            StepOptions.EveryRun);
    }
}
