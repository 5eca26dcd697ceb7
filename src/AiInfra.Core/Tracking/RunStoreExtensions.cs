using AiInfra.Core.Catalog;

namespace AiInfra.Core.Tracking;

/// <summary>What a run's metrics can be written as.</summary>
public static class RunStoreExtensions
{
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
