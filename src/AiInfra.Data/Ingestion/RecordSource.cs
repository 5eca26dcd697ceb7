using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>A source whose batches have the columns of a record; rows that the record cannot hold are put aside.</summary>
internal sealed class RecordSource<T>(IRowSource source, RecordShape<T> shape) : IRowSource
{
    public string Name => source.Name;

    public long? Length => source.Length;

    public ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default) => new(shape.Schema);

    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var projection = RecordProjection.Of(shape, await source.GetSchemaAsync(cancellationToken).ConfigureAwait(false), source.Name);
        await foreach (SourceBatch batch in source.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var rejected = new List<RejectedRow>(batch.Rejected);
            RowBatch rows = projection.Apply(batch.Rows, rejected);
            yield return batch with { Rows = rows, Rejected = rejected };
        }
    }
}
