using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;
using AiInfra.Data.Records;

namespace AiInfra.Data.Ingestion;

/// <summary>Reads sources row by row.</summary>
public static class RowSourceExtensions
{
    /// <summary>The rows that fit, one by one.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="onRejected">Hears of every row that does not fit. When null, the first such row ends the reading with an error: nothing is lost silently.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="IngestionException">The source cannot be read, or a row does not fit and nobody listens.</exception>
    public static async IAsyncEnumerable<Row> ReadRowsAsync(
        this IRowSource source,
        Action<RejectedRow>? onRejected = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        await foreach (SourceBatch batch in source.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            Report(batch, onRejected);
            for (int i = 0; i < batch.Rows.Count; i++)
            {
                yield return batch.Rows.Row(i);
            }
        }
    }

    /// <summary>The rows that fit, as records. Columns are matched to properties by name, ignoring case, blanks and punctuation.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="onRejected">Hears of every row that does not fit; when null, the first one ends the reading with an error.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="IngestionException">The source cannot be read or lacks a column, or a row does not fit and nobody listens.</exception>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        this IRowSource source,
        Action<RejectedRow>? onRejected = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        RecordShape<T> shape = RecordShape<T>.Instance;
        IRowSource typed = source.WithKinds(RequestedKinds.Of<T>());
        RowSchema schema = await typed.GetSchemaAsync(cancellationToken).ConfigureAwait(false);
        RecordProjection projection = RecordSource<T>.Projection(shape, schema, source.Name);
        var misfits = new List<RecordMisfit>();
        await foreach (SourceBatch batch in typed.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            Report(batch, onRejected);
            RowBatch records = projection.Apply(batch.Rows, misfits);
            misfits.ForEach(m => Report(RecordSource<T>.Rejected(m, source.Name), onRejected));
            misfits.Clear();
            for (int i = 0; i < records.Count; i++)
            {
                yield return shape.Read(records, i);
            }
        }
    }

    private static void Report(SourceBatch batch, Action<RejectedRow>? onRejected)
    {
        foreach (RejectedRow rejected in batch.Rejected)
        {
            Report(rejected, onRejected);
        }
    }

    private static void Report(RejectedRow rejected, Action<RejectedRow>? onRejected)
    {
        if (onRejected is null)
        {
            throw new IngestionException($"{rejected}. Pass onRejected to go on without such rows, or correct the source.");
        }

        onRejected(rejected);
    }
}
