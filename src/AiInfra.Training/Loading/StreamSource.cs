using System.Runtime.CompilerServices;
using AiInfra.Training.Runtime;

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

    /// <summary>Batches of the items of any stream.</summary>
    /// <typeparam name="T">An item.</typeparam>
    /// <param name="open">Opens an epoch's stream from its start. The same epoch must give the same items each time.</param>
    /// <param name="batchSize">Items in a batch; the last batch of an epoch may have fewer.</param>
    /// <param name="collate">Makes a batch of items.</param>
    /// <param name="shuffleSeed">Seed of the order; null keeps the stream's.</param>
    /// <param name="window">Items that are shuffled with each other: so many are held in memory. An item does not move further than that.</param>
    /// <param name="batchesInEpoch">Batches in an epoch where that is known.</param>
    public static StreamSource Of<T>(
        Func<long, CancellationToken, IAsyncEnumerable<T>> open, int batchSize, Func<IReadOnlyList<T>, Batch> collate, long? shuffleSeed = null, int window = 10_000, long? batchesInEpoch = null)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(collate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, batchSize);
        return new StreamSource((epoch, token) => StreamBatches.ReadAsync(open(epoch, token), batchSize, collate, shuffleSeed is { } seed ? (long)Seeds.Of(seed, epoch) : null, shuffleSeed is null ? batchSize : window, token), batchesInEpoch);
    }
}
