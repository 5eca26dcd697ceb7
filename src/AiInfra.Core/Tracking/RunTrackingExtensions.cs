using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;

namespace AiInfra.Core.Tracking;

/// <summary>Starts runs that log themselves.</summary>
public static class RunTrackingExtensions
{
    /// <summary>Starts a run of the catalog whose files go to an artifact store.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="artifacts">Where files go.</param>
    /// <param name="start">What is known of it.</param>
    /// <param name="options">What it notes by itself.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static Task<RunLogger> StartRunAsync(this ICatalog catalog, IArtifactStore artifacts, RunStart start, RunLoggerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return RunLogger.StartAsync(catalog.Runs, start, artifacts, options, cancellationToken: cancellationToken);
    }
}
