using AiInfra.Data.Datasets;

namespace AiInfra.Data.Ingestion;

/// <summary>A way for rows from a source through steps into a dataset. Made by <see cref="IngestionBuilder{T}"/>; may be run any number of times, also at once.</summary>
public sealed class IngestionPipeline
{
    internal IngestionPipeline(string name, IRowSource source, IReadOnlyList<IIngestionStep> steps, IngestionOptions options, string dataset, Func<DatasetWriteOptions> write)
    {
        Name = name;
        Source = source;
        Steps = steps;
        Options = options;
        Dataset = dataset;
        Write = write;
    }

    /// <summary>Name of the ingestion.</summary>
    public string Name { get; }

    /// <summary>Name of the dataset it commits to.</summary>
    public string Dataset { get; }

    /// <summary>Where the rows come from.</summary>
    public IRowSource Source { get; }

    /// <summary>Whether it runs whenever a host starts that composed it.</summary>
    public bool RunsAtStart { get; internal init; }

    /// <summary>What happens to the rows, in this order.</summary>
    public IReadOnlyList<IIngestionStep> Steps { get; }

    /// <summary>Under which name the dataset keeps how far the source was read; null where every run reads all of it.</summary>
    public string? ContinuesAs { get; internal init; }

    internal IngestionOptions Options { get; }

    internal Func<DatasetWriteOptions> Write { get; }

    /// <summary>Reads all rows and makes one commit of those that pass.</summary>
    /// <param name="datasets">Where to.</param>
    /// <param name="progress">Hears of the progress about ten times a second.</param>
    /// <param name="cancellationToken">Cancels; the dataset is unchanged then.</param>
    /// <exception cref="IngestionException">The source cannot be read, too many rows are bad, an expectation fails the run, or no row is left. The dataset is unchanged; <see cref="IngestionException.Report"/> says what was found.</exception>
    /// <exception cref="DatasetException">The dataset has other columns, or other rows and nobody said whether to replace them or to append.</exception>
    public Task<IngestionResult> RunAsync(DatasetRepository datasets, IProgress<IngestionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(datasets);
        return IngestionTelemetry.IngestAsync(Name, () => RunCoreAsync(datasets, progress, cancellationToken));
    }

    private async Task<IngestionResult> RunCoreAsync(DatasetRepository datasets, IProgress<IngestionProgress>? progress, CancellationToken cancellationToken)
    {
        var run = new IngestionRun(this, datasets, progress);
        await using (run.ConfigureAwait(false))
        {
            return await run.RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
