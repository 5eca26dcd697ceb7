using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>The first rows of a source: to learn from the beginning of a stream, or to try an ingestion out.</summary>
public sealed class FirstRowsSource : IRowSource
{
    private readonly IRowSource _source;
    private readonly long _rows;

    /// <summary>Takes the first rows of a source, those counted that it puts aside.</summary>
    /// <param name="source">The source.</param>
    /// <param name="rows">How many.</param>
    public FirstRowsSource(IRowSource source, long rows)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        _source = source;
        _rows = rows;
    }

    /// <inheritdoc />
    public string Name => _source.Name;

    /// <inheritdoc />
    public long? Length => null;

    /// <inheritdoc />
    public ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default) => _source.GetSchemaAsync(cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long left = _rows;
        if (left == 0)
        {
            yield break;
        }

        await foreach (SourceBatch batch in _source.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            // Where a batch holds more than is left, those put aside count as its first.
            int rejected = (int)Math.Min(left, batch.Rejected.Count);
            int rows = (int)Math.Min(left - rejected, batch.Rows.Count);
            left -= rejected + rows;
            yield return rows == batch.Rows.Count && rejected == batch.Rejected.Count
                ? batch
                : batch with { Rows = batch.Rows.Slice(0, rows), Rejected = [.. batch.Rejected.Take(rejected)] };
            if (left == 0)
            {
                yield break;
            }
        }
    }
}
