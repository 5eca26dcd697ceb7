using System.Runtime.CompilerServices;

namespace AiInfra.Training.Loading;

/// <summary>Batches from any stream, for example rows read from a dataset and made into tensors as they come.</summary>
/// <param name="open">Opens an epoch's stream from its start. The same epoch must give the same batches each time.</param>
/// <param name="batchesInEpoch">Batches in an epoch where that is known.</param>
public sealed class StreamSource(Func<long, CancellationToken, IAsyncEnumerable<Batch>> open, long? batchesInEpoch = null) : IBatchSource
{
    private readonly Func<long, CancellationToken, IAsyncEnumerable<Batch>> _open = open ?? throw new ArgumentNullException(nameof(open));

    /// <inheritdoc />
    public long? BatchesInEpoch { get; } = batchesInEpoch;

    /// <summary>The batches from a position on. Those before it are read and dropped, so a resume costs the reading.</summary>
    public async IAsyncEnumerable<Batch> ReadAsync(long epoch, long firstBatch, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long position = 0;
        await foreach (Batch batch in _open(epoch, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (position++ < firstBatch)
            {
                batch.Dispose();
                continue;
            }

            yield return batch;
        }
    }
}
