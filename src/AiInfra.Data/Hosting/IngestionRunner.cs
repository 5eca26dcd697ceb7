using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiInfra.Data.Hosting;

/// <summary>Runs the ingestions that the host composed, by name.</summary>
public sealed partial class IngestionRunner
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
        _logger = logger ?? (ILogger)NullLogger.Instance;
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
    /// <exception cref="DatasetException">The dataset has other columns, or other rows and nobody said whether to replace them or to append.</exception>
    public Task<IngestionResult> RunAsync(string name, IProgress<IngestionProgress>? progress = null, CancellationToken cancellationToken = default) => RunAsync(Find(name), progress, cancellationToken);

    /// <summary>Runs an ingestion that may fail, as a file that comes every morning may be bad: the dataset is unchanged then, the error is logged, and the catalog keeps the failed run.</summary>
    /// <returns>What came of it; null when it failed.</returns>
    /// <exception cref="ArgumentException">There is no such ingestion; the message lists those there are.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<IngestionResult?> TryRunAsync(string name, IProgress<IngestionProgress>? progress = null, CancellationToken cancellationToken = default) => TryRunAsync(Find(name), progress, cancellationToken);

    /// <summary>Runs those that are to run when the host starts, one after the other.</summary>
    internal async Task RunAtStartAsync(CancellationToken cancellationToken)
    {
        foreach (IngestionPipeline pipeline in _pipelines.Values.Where(p => p.RunsAtStart))
        {
            await TryRunAsync(pipeline, null, cancellationToken).ConfigureAwait(false);
        }
    }

    private IngestionPipeline Find(string name) => _pipelines.TryGetValue(name, out IngestionPipeline? pipeline)
        ? pipeline
        : throw new ArgumentException($"There is no ingestion '{name}'. Ingestions: {string.Join(", ", _pipelines.Keys)}.", nameof(name));

    private async Task<IngestionResult> RunAsync(IngestionPipeline pipeline, IProgress<IngestionProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            IngestionResult result = await pipeline.RunAsync(_datasets, progress, cancellationToken).ConfigureAwait(false);
            IngestionLog.Write(_logger, result.Report);
            return result;
        }
        catch (IngestionException e) when (e.Report is { } report)
        {
            IngestionLog.Write(_logger, report);
            throw;
        }
    }

    private async Task<IngestionResult?> TryRunAsync(IngestionPipeline pipeline, IProgress<IngestionProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(pipeline, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever is wrong with a source, a step of the host's or the store: who asked to try goes on with the data that is there.
            LogFailed(_logger, e, pipeline.Name, e.Message);
            return null;
        }
    }

    [LoggerMessage(EventId = 4002, Level = LogLevel.Error, Message = "Ingestion {Ingestion} failed; its dataset is as it was. {Message}")]
    private static partial void LogFailed(ILogger logger, Exception e, string ingestion, string message);
}
