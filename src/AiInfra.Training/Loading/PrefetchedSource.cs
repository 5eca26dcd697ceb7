using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace AiInfra.Training.Loading;

/// <summary>A source that is read ahead on a thread of the pool. What was read ahead and not asked for does not count: positions are those of the source.</summary>
internal sealed class PrefetchedSource(IBatchSource source, int batches) : IBatchSource
{
    public long? BatchesInEpoch => source.BatchesInEpoch;

    public async IAsyncEnumerable<Batch> ReadAsync(long epoch, long firstBatch, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<Batch> read = Channel.CreateBounded<Batch>(new BoundedChannelOptions(batches) { SingleReader = true, SingleWriter = true });
        Task reading = Task.Run(() => FillAsync(read.Writer, epoch, firstBatch, stop.Token), CancellationToken.None);
        try
        {
            await foreach (Batch batch in read.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return batch;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
            while (read.Reader.TryRead(out Batch? left))
            {
                left.Dispose();
            }
        }
    }

    private async Task FillAsync(ChannelWriter<Batch> writer, long epoch, long firstBatch, CancellationToken cancellationToken)
    {
        Exception? error = null;
        try
        {
            await foreach (Batch batch in source.ReadAsync(epoch, firstBatch, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                try
                {
                    await writer.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
                }
                catch
                {
                    batch.Dispose();
                    throw;
                }
            }
        }
        catch (Exception e) // the reader's to hear
        {
            error = e;
        }

        writer.Complete(error);
    }
}
