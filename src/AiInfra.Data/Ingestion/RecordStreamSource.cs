using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>Records that the host yields, in batches.</summary>
internal sealed class RecordStreamSource<T>(IAsyncEnumerable<T> records, string name, IRecordCodec<T> codec) : IRowSource
{
    private const int BatchRows = 4096;

    public string Name => name;

    public long? Length => null;

    public async ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default)
    {
        await foreach (SourceBatch batch in ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return batch.Rows.Schema;
        }

        throw new IngestionException($"{name} yields no records.");
    }

    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var gathered = new List<T>(BatchRows);
        RowBatch empty = new(new RowSchema([]), []);
        bool any = false;
        await foreach (T record in records.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            gathered.Add(record);
            any = true;
            if (gathered.Count == BatchRows)
            {
                yield return new SourceBatch(codec.Write(gathered, null, empty), [], 0);
                gathered.Clear();
            }
        }

        if (gathered.Count > 0)
        {
            yield return new SourceBatch(codec.Write(gathered, null, empty), [], 0);
        }

        if (!any)
        {
            throw new IngestionException($"{name} yields no records.");
        }
    }
}
