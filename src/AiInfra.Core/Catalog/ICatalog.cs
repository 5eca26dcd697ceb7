using System.Runtime.CompilerServices;
using AiInfra.Core.Artifacts;

namespace AiInfra.Core.Catalog;

/// <summary>What the system knows of itself: runs, datasets, models, deployments, events, predictions and how they came from each other, and whatever modules add (<see cref="Storage.IStoreModule"/>).</summary>
/// <remarks>Safe for many threads and, where the store allows, many processes. Every method that changes something does it in one transaction: all of it or nothing.</remarks>
public interface ICatalog : IArtifactRoots
{
    /// <summary>All stores over its tables: its own and those of its modules. Ask by type with <see cref="GetStore{T}"/>.</summary>
    IReadOnlyList<object> Stores { get; }

    /// <summary>Runs with their parameters, tags and metrics.</summary>
    IRunStore Runs => this.GetRequiredStore<IRunStore>();

    /// <summary>Datasets and their commits.</summary>
    IDatasetStore Datasets => this.GetRequiredStore<IDatasetStore>();

    /// <summary>Models, versions, aliases and the audit of every move of an alias.</summary>
    IModelRegistry Models => this.GetRequiredStore<IModelRegistry>();

    /// <summary>Which versions answer where.</summary>
    IDeploymentStore Deployments => this.GetRequiredStore<IDeploymentStore>();

    /// <summary>What came from what.</summary>
    ILineageStore Lineage => this.GetRequiredStore<ILineageStore>();

    /// <summary>Drift findings, alarms, gate decisions, promotions and other happenings, as rows.</summary>
    IEventStore Events => this.GetRequiredStore<IEventStore>();

    /// <summary>The prediction log with delayed labels.</summary>
    IPredictionLog Predictions => this.GetRequiredStore<IPredictionLog>();

    /// <summary>The store of a type, or null when neither this catalog nor a module of it has one; see <see cref="CatalogExtensions.GetRequiredStore{T}"/>.</summary>
    T? GetStore<T>()
        where T : class => Stores.OfType<T>().FirstOrDefault();

    /// <summary>Digests of all artifacts that something in the catalog or a module of it refers to, a run's tags named "artifact.…" included: the roots of garbage collection.</summary>
    /// <exception cref="ArtifactRootsException">A part of it could not say.</exception>
    async IAsyncEnumerable<ArtifactDigest> IArtifactRoots.ReferencedArtifactsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (ArtifactDigest digest in await Stores.OfType<IArtifactRoots>().ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return digest;
        }
    }

    /// <summary>Gives space of what was deleted back to the system, where the store can and does not use it again by itself.</summary>
    /// <returns>Bytes given back.</returns>
    Task<long> ReleaseSpaceAsync(CancellationToken cancellationToken = default) => Task.FromResult(0L);
}
