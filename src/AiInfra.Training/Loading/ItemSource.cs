using System.Runtime.CompilerServices;
using AiInfra.Training.Runtime;

namespace AiInfra.Training.Loading;

/// <summary>Batches of items that are loaded one by one by their number: files, images, records of a database. Several batches are made at once; they come in the sampler's order, and the same position gives the same batch whatever the number of workers.</summary>
/// <typeparam name="T">An item.</typeparam>
public sealed class ItemSource<T> : IBatchSource
{
    private readonly IRowSampler _sampler;
    private readonly Func<ItemKey, CancellationToken, ValueTask<T>> _load;
    private readonly Func<IReadOnlyList<T>, Batch> _collate;
    private readonly ItemSourceOptions _options;

    /// <summary>Creates a source.</summary>
    /// <param name="sampler">Which items, in which order.</param>
    /// <param name="load">Loads an item. Called from several threads at once.</param>
    /// <param name="collate">Makes a batch of items. Called from several threads at once.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">The options can't be.</exception>
    public ItemSource(IRowSampler sampler, Func<ItemKey, CancellationToken, ValueTask<T>> load, Func<IReadOnlyList<T>, Batch> collate, ItemSourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(collate);
        _sampler = sampler;
        _load = load;
        _collate = collate;
        _options = (options ?? new ItemSourceOptions()).Checked(nameof(options));
    }

    /// <inheritdoc />
    public long? BatchesInEpoch => _options.DropLast
        ? Math.Max(1, _sampler.RowsInEpoch / _options.BatchSize)
        : (_sampler.RowsInEpoch + _options.BatchSize - 1) / _options.BatchSize;

    /// <inheritdoc />
    public async IAsyncEnumerable<Batch> ReadAsync(long epoch, long firstBatch, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        long batches = BatchesInEpoch!.Value, next = firstBatch;
        if (_options.Workers == 0)
        {
            for (; next < batches; next++)
            {
                yield return await MakeAsync(epoch, next, cancellationToken).ConfigureAwait(false);
            }

            yield break;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var workers = new SemaphoreSlim(_options.Workers);
        var pending = new Queue<Task<Batch>>();
        try
        {
            while (true)
            {
                for (; pending.Count < _options.Ahead && next < batches; next++)
                {
                    long batch = next;
                    pending.Enqueue(Task.Run(() => InTurnAsync(workers, epoch, batch, stop.Token), CancellationToken.None));
                }

                if (pending.Count == 0)
                {
                    yield break;
                }

                yield return await pending.Dequeue().ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (Task<Batch> left in pending)
            {
                await left.ContinueWith(DropUnread, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
            }
        }
    }

    private static void DropUnread(Task<Batch> task)
    {
        if (task.IsCompletedSuccessfully)
        {
            task.Result.Dispose();
        }
        else
        {
            _ = task.Exception; // of a batch that nobody asked for any more
        }
    }

    private async Task<Batch> InTurnAsync(SemaphoreSlim workers, long epoch, long batch, CancellationToken cancellationToken)
    {
        await workers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await MakeAsync(epoch, batch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            workers.Release();
        }
    }

    private async Task<Batch> MakeAsync(long epoch, long batch, CancellationToken cancellationToken)
    {
        long start = batch * _options.BatchSize;
        long[] rows = new long[Math.Min(_options.BatchSize, _sampler.RowsInEpoch - start)];
        _sampler.Fill(epoch, start, rows);
        var items = new List<T>(rows.Length);
        foreach (long row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            items.Add(await _load(new ItemKey(row, epoch, (long)Seeds.Of(_options.Seed, epoch, row)), cancellationToken).ConfigureAwait(false));
        }

        return _collate(items).Numbered(rows);
    }
}
