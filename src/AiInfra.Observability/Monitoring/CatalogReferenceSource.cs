using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Monitoring;

/// <summary>Takes references from the catalog: the statistics of the dataset commit a version was trained on, without the column it answers (<see cref="ModelKeys.Target"/>), and the baseline among its metrics (<see cref="QualityBaseline.ToMetrics"/>).</summary>
public sealed class CatalogReferenceSource(ICatalog catalog, IArtifactStore artifacts) : IReferenceSource
{
    /// <inheritdoc />
    /// <exception cref="ArtifactNotFoundException">The commit's statistics are gone.</exception>
    /// <exception cref="ArtifactDamagedException">The commit's statistics are damaged.</exception>
    public async Task<MonitorReference?> FindAsync(string model, int version, CancellationToken cancellationToken = default)
    {
        if (await catalog.Models.FindAsync(model, version, cancellationToken).ConfigureAwait(false) is not { } registered)
        {
            return null;
        }

        TableSummary? inputs = null;
        if (registered.DatasetCommitId is { } id
            && await catalog.Datasets.FindAsync(id, cancellationToken).ConfigureAwait(false) is { Statistics: { } digest })
        {
            using var bytes = new MemoryStream();
            Stream content = await artifacts.OpenAsync(digest, cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                await content.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            }

            inputs = TableSummary.FromJson(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            if (registered.Tags.TryGetValue(ModelKeys.Target, out string? target))
            {
                inputs = inputs with { Columns = [.. inputs.Columns.Where(c => c.Name != target)] };
            }
        }

        return new MonitorReference(inputs, QualityBaseline.FromMetrics(registered.Metrics));
    }
}
