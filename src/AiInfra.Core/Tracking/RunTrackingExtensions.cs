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

    /// <summary>Writes all metrics of a run as an event file for TensorBoard.</summary>
    /// <param name="runs">Where the run is.</param>
    /// <param name="runId">The run.</param>
    /// <param name="folder">The folder that is the run to TensorBoard; it is made when it is not there.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The file.</returns>
    /// <exception cref="CatalogNotFoundException">There is no such run.</exception>
    public static async Task<string> WriteTensorBoardAsync(this IRunStore runs, string runId, string folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Run run = await runs.FindAsync(runId, cancellationToken).ConfigureAwait(false) ?? throw new CatalogNotFoundException($"There is no run '{runId}' in this catalog.");
        using var writer = new TensorBoardWriter(folder);
        foreach (string key in run.Metrics.Keys.Order(StringComparer.Ordinal))
        {
            IReadOnlyList<MetricPoint> page = await runs.MetricHistoryAsync(runId, key, cancellationToken: cancellationToken).ConfigureAwait(false);
            while (page.Count > 0)
            {
                foreach (MetricPoint point in page)
                {
                    writer.Scalar(key, point.Value, point.Step, point.At);
                }

                page = await runs.MetricHistoryAsync(runId, key, afterStep: page[^1].Step, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
        }

        return writer.Path;
    }
}
