using AiInfra.Core.Storage;

namespace AiInfra.Core.Retention;

/// <summary>Asks a store to forget its oldest rows until none go, in transactions of their own.</summary>
/// <param name="what">Name of the store.</param>
/// <param name="pruning">What goes.</param>
/// <param name="prune">The store.</param>
/// <param name="bounded">Whether to stop when as many went as should when it began: a store of somebody else's that never says that it is done must not hold up the others.</param>
internal sealed class PruneLoop(string what, Pruning pruning, Func<Pruning, CancellationToken, Task<Pruned>> prune, bool bounded)
{
    private long _rows;
    private long _bytes;

    /// <summary>What went so far.</summary>
    public RetentionEntry Entry => new(what, _rows, _bytes);

    /// <exception cref="InvalidOperationException">The store says that it forgot fewer than no rows, or more than it was asked to.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        long most = bounded && !pruning.DryRun ? (await OnceAsync(pruning with { DryRun = true }, cancellationToken).ConfigureAwait(false)).Rows : long.MaxValue;
        while (_rows < most)
        {
            Pruned pruned = await OnceAsync(pruning, cancellationToken).ConfigureAwait(false);
            _rows += pruned.Rows;
            _bytes += pruned.Bytes;
            if (pruning.DryRun || pruned.Rows == 0)
            {
                return;
            }
        }
    }

    private async Task<Pruned> OnceAsync(Pruning asked, CancellationToken cancellationToken)
    {
        Pruned pruned = await (prune(asked, cancellationToken) ?? throw new InvalidOperationException($"The store '{what}' gave null where a task is expected.")).ConfigureAwait(false);
        return pruned.Rows >= 0 && (asked.DryRun || pruned.Rows <= asked.Take)
            ? pruned
            : throw new InvalidOperationException($"The store '{what}' says that {pruned.Rows:N0} rows went in one call; 0 to {asked.Take:N0} (Pruning.Take) are expected, and 0 when it is done.");
    }
}
