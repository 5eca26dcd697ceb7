using System.Runtime.CompilerServices;
using AiInfra.Training.Loading;

namespace AiInfra.Training.Tests.Checkpoints;

/// <summary>A source that fails after so many batches, as a disk or a network does.</summary>
internal sealed class Interrupted(IBatchSource inner, long after) : IBatchSource
{
    private long _given;

    public long? BatchesInEpoch => inner.BatchesInEpoch;

    public async IAsyncEnumerable<Batch> ReadAsync(long epoch, long firstBatch, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (Batch batch in inner.ReadAsync(epoch, firstBatch, cancellationToken))
        {
            if (_given++ == after)
            {
                batch.Dispose();
                throw new IOException("The share is gone.");
            }

            yield return batch;
        }
    }
}
