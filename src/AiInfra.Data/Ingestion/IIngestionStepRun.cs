using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>A step in one run: it may remember what it saw. It is called by one caller at a time, batch after batch.</summary>
public interface IIngestionStepRun : IAsyncDisposable
{
    /// <summary>Takes rows and gives those that go on. A row that does not go on is told to the context (<see cref="IngestionStepContext.Reject(RowBatch, int, string, string, string?)"/>, <see cref="IngestionStepContext.Drop"/>), or kept back for <see cref="EndAsync"/>; the run counts, and fails where one is lost.</summary>
    /// <param name="rows">At least one row.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<RowBatch> ApplyAsync(RowBatch rows, CancellationToken cancellationToken);

    /// <summary>Nothing follows: gives rows that were kept back; null for none.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<RowBatch?> EndAsync(CancellationToken cancellationToken) => new((RowBatch?)null);

    /// <summary>Lets go of what the run holds, also where it failed. Holds nothing unless overridden.</summary>
    ValueTask IAsyncDisposable.DisposeAsync() => default;
}
