using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiInfra.Data.Hosting;

/// <summary>Runs the ingestions that the host composed, by name.</summary>
public sealed class IngestionRunner
{
    private readonly Dictionary<string, IngestionPipeline> _pipelines;
    private readonly DatasetRepository _datasets;
    private readonly ILogger _logger;

    /// <summary>Creates a runner.</summary>
    /// <param name="pipelines">The ingestions.</param>
    /// <param name="datasets">Where to.</param>
    /// <param name="logger">Hears what was guessed and put aside; null for nobody.</param>
    /// <exception cref="ArgumentException">Two ingestions have one name.</exception>
    public IngestionRunner(IEnumerable<IngestionPipeline> pipelines, DatasetRepository datasets, ILogger<IngestionRunner>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(pipelines);
        ArgumentNullException.ThrowIfNull(datasets);
        _datasets = datasets;
        _logger = logger ?? NullLogger<IngestionRunner>.Instance;
        _pipelines = new Dictionary<string, IngestionPipeline>(StringComparer.Ordinal);
        foreach (IngestionPipeline pipeline in pipelines)
        {
            if (!_pipelines.TryAdd(pipeline.Name, pipeline))
            {
                throw new ArgumentException($"Two ingestions are named '{pipeline.Name}'.", nameof(pipelines));
            }
        }
    }

    /// <summary>Names of the ingestions.</summary>
    public IReadOnlyCollection<string> Names => _pipelines.Keys;

    /// <summary>Runs an ingestion.</summary>
    /// <exception cref="ArgumentException">There is no such ingestion; the message lists those there are.</exception>
    /// <exception cref="IngestionException">The source cannot be read or too many rows are bad; the dataset is unchanged.</exception>
    public Task<IngestionResult> RunAsync(string name, IProgress<IngestionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _pipelines.TryGetValue(name, out IngestionPipeline? pipeline)
            ? LoggedAsync(pipeline.RunAsync(_datasets, progress, cancellationToken))
            : throw new ArgumentException($"There is no ingestion '{name}'. Ingestions: {string.Join(", ", _pipelines.Keys)}.", nameof(name));

    private async Task<IngestionResult> LoggedAsync(Task<IngestionResult> run)
    {
        try
        {
            IngestionResult result = await run.ConfigureAwait(false);
            IngestionLog.Write(_logger, result.Report);
            return result;
        }
        catch (IngestionException e) when (e.Report is { } report)
        {
            IngestionLog.Write(_logger, report);
            throw;
        }
    }
}
