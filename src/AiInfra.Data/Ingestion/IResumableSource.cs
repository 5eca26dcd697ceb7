namespace AiInfra.Data.Ingestion;

/// <summary>A source that can be read on from where an earlier reading ended: a file that only grows, a log, a table with a key that only rises.</summary>
public interface IResumableSource : IRowSource
{
    /// <summary>Reads the rows after a position. Batches carry the position behind them (<see cref="SourceBatch.Position"/>), at least the last one does; where nothing new is there, nothing or batches without rows come.</summary>
    /// <param name="position">Where an earlier reading ended; null for the beginning.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="IngestionException">The source cannot be read, or no longer is what was read up to the position.</exception>
    IAsyncEnumerable<SourceBatch> ReadFromAsync(SourcePosition? position, CancellationToken cancellationToken = default);
}
