using System.Runtime.CompilerServices;

namespace AiInfra.Training.Loading;

/// <summary>The first batches of a source.</summary>
internal sealed class FirstBatches(IBatchSource source, long count, bool sameEachEpoch) : IBatchSource
{
    public long? BatchesInEpoch => source.BatchesInEpoch is { } all ? Math.Min(all, count) : null;

    public async IAsyncEnumerable<Batch> ReadAsync(long epoch, long firstBatch, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long next = firstBatch;
        if (next >= count)
        {
            yield break;
        }

        await foreach (Batch batch in source.ReadAsync(sameEachEpoch ? 0 : epoch, firstBatch, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return batch;
            if (++next >= count)
            {
                yield break;
            }
        }
    }
}
