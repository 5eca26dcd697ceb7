using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>The first rows of a source that fit, and the rows put aside among them.</summary>
internal sealed class FirstRowsSource(IRowSource source, long rows) : IRowSource
{
    public string Name => source.Name;

    public long? Length => source.Length;

    public ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default) => source.GetSchemaAsync(cancellationToken);

    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long left = rows;
        await foreach (SourceBatch batch in source.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (batch.Rows.Count < left)
            {
                left -= batch.Rows.Count;
                yield return batch;
                continue;
            }

            // Of the rows put aside, those before the last row taken belong to it.
            long lastLine = batch.Rows.Lines?[(int)left - 1] ?? long.MaxValue;
            yield return batch with { Rows = batch.Rows.Slice(0, (int)left), Rejected = [.. batch.Rejected.Where(r => r.Line <= lastLine)] };
            yield break;
        }
    }
}
