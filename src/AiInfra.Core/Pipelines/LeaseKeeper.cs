using AiInfra.Core.Storage;
using Microsoft.Extensions.Logging;

namespace AiInfra.Core.Pipelines;

/// <summary>Takes leases of the ledger and renews them while work is done under them.</summary>
internal sealed partial class LeaseKeeper(IPipelineLedger ledger, PipelineRunnerOptions options, TimeProvider time, ILogger logger)
{
    private readonly string _owner = WorkerIdentity.Create();

    /// <summary>Asks for a lease; one whose owner is known to be dead is taken over at once.</summary>
    public async Task<StepClaim> ClaimAsync(StepIdentity step, CancellationToken cancellationToken)
    {
        StepClaim claim = await ledger.ClaimAsync(step, _owner, options.Lease, takeOver: null, cancellationToken).ConfigureAwait(false);
        return claim.Lease is null && claim.Record.State == StepRecordState.Leased && WorkerIdentity.IsKnownDead(claim.Record.Owner)
            ? await TakeOverAsync(step, claim.Record, cancellationToken).ConfigureAwait(false)
            : claim;
    }

    /// <summary>Takes a lease away from whoever holds it.</summary>
    public Task<StepClaim> TakeOverAsync(StepIdentity step, StepRecord held, CancellationToken cancellationToken) =>
        ledger.ClaimAsync(step, _owner, options.Lease, held.Token, cancellationToken);

    /// <summary>Works while the lease is renewed; stops the work when it is lost.</summary>
    /// <exception cref="StaleLeaseException">Another worker has it now.</exception>
    public async Task<T> HoldAsync<T>(StepLease lease, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ended = new CancellationTokenSource();
        Task<bool> renewing = RenewAsync(lease, stop, ended.Token);
        try
        {
            return await Task.Run(() => work(stop.Token), stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new StaleLeaseException(lease);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await renewing.ConfigureAwait(false);
        }
    }

    /// <summary>False when the lease was lost.</summary>
    private async Task<bool> RenewAsync(StepLease lease, CancellationTokenSource stop, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(options.Lease / 3, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended).ConfigureAwait(false))
            {
                if (!await TryRenewAsync(lease, ended).ConfigureAwait(false))
                {
                    await stop.CancelAsync().ConfigureAwait(false);
                    return false;
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return true;
        }

        return true;
    }

    private async Task<bool> TryRenewAsync(StepLease lease, CancellationToken ended)
    {
        try
        {
            return await ledger.RenewAsync(lease, options.Lease, ended).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A store that can't be written just now has not given the lease away: the next renewal, or the commit, will tell.
            LogNotRenewed(logger, e, lease.Token);
            return true;
        }
    }

    [LoggerMessage(EventId = 1105, Level = LogLevel.Warning, Message = "The lease {Token} could not be renewed; it is tried again.")]
    private static partial void LogNotRenewed(ILogger logger, Exception e, long token);
}
