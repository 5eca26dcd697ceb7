using AiInfra.Core.Artifacts;

namespace AiInfra.Core.Catalog;

/// <summary>What the system knows of itself: runs, datasets, models, deployments, events, predictions and how they came from each other.</summary>
/// <remarks>Safe for many threads and, where the store allows, many processes. Every method that changes something does it in one transaction: all of it or nothing.</remarks>
public interface ICatalog
{
    /// <summary>Runs with their parameters, tags and metrics.</summary>
    IRunStore Runs { get; }

    /// <summary>Datasets and their commits.</summary>
    IDatasetStore Datasets { get; }

    /// <summary>Models, versions, aliases and the audit of every move of an alias.</summary>
    IModelRegistry Models { get; }

    /// <summary>Which versions answer where.</summary>
    IDeploymentStore Deployments { get; }

    /// <summary>What came from what.</summary>
    ILineageStore Lineage { get; }

    /// <summary>Drift findings, alarms, gate decisions, promotions and other happenings, as rows.</summary>
    IEventStore Events { get; }

    /// <summary>The prediction log with delayed labels.</summary>
    IPredictionLog Predictions { get; }

    /// <summary>Digests of all artifacts that something in the catalog refers to, a run's tags named "artifact.…" included: the roots of garbage collection.</summary>
    IAsyncEnumerable<ArtifactDigest> ReferencedArtifactsAsync(CancellationToken cancellationToken = default);

    /// <summary>Gives space of what was deleted back to the system, where the store can and does not use it again by itself.</summary>
    /// <returns>Bytes given back.</returns>
    Task<long> ReleaseSpaceAsync(CancellationToken cancellationToken = default) => Task.FromResult(0L);
}
