using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>Somewhere rows come from. Each <see cref="ReadAsync"/> starts at the beginning; one that can also start where an earlier reading ended is an <see cref="IResumableSource"/>.</summary>
public interface IRowSource
{
    /// <summary>What lineage and quarantine call it: a path or a URI.</summary>
    string Name { get; }

    /// <summary>Bytes to read, null where that is not known.</summary>
    long? Length { get; }

    /// <summary>The columns of the rows; looks at a sample the first time where they are not given.</summary>
    /// <exception cref="IngestionException">The source cannot be read as what it was said to be.</exception>
    ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads all rows, in batches, holding one batch at a time. A consumer that waits makes the source wait.</summary>
    /// <exception cref="IngestionException">The source cannot be read as what it was said to be.</exception>
    IAsyncEnumerable<SourceBatch> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>The same source, with columns of the kinds that are asked for. A source whose kinds are fixed gives itself; values that do not fit are then converted or put aside behind it.</summary>
    /// <param name="kinds">What is asked for.</param>
    IRowSource WithKinds(RequestedKinds kinds) => this;
}
