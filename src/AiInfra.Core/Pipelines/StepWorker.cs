using AiInfra.Core.Artifacts;
using Microsoft.Extensions.Logging;

namespace AiInfra.Core.Pipelines;

/// <summary>Gets one step done: remembers it, waits for whoever does it, or leases it and runs it, again and again as its retry says.</summary>
internal sealed partial class StepWorker(IPipelineLedger ledger, StepMemory memory, PipelineRunnerOptions options, TimeProvider time, ILogger logger)
{
    private readonly string _owner = WorkerIdentity.Create();

    public async Task<StepOutcome> RunAsync(StepTask task, SemaphoreSlim places, CancellationToken cancellationToken)
    {
        (StepRecord? known, ArtifactDigest? lost) = await memory.FindAsync(task.Identity.Memo, cancellationToken).ConfigureAwait(false);
        if (lost is { } digest)
        {
            LogLost(logger, task.Step.Name, digest.Hex);
            await ledger.ForgetAsync(task.Identity.Memo, cancellationToken).ConfigureAwait(false);
        }
        else if (known?.State == StepRecordState.Done)
        {
            return task.Done(StepState.Remembered, 0, TimeSpan.Zero, known.ResultDigest!, known.Result!);
        }

        bool told = false;
        for (int attempt = 1; ;)
        {
            await places.WaitAsync(cancellationToken).ConfigureAwait(false);
            (StepOutcome? Outcome, TimeSpan Wait, bool Tried) turn;
            try
            {
                turn = await TurnAsync(task, attempt, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                places.Release();
            }

            if (turn.Outcome is { } outcome)
            {
                return outcome;
            }

            attempt += turn.Tried ? 1 : 0;
            if (!turn.Tried && !told)
            {
                told = true;
                task.Report(StepState.Waiting, attempt, TimeSpan.Zero, "another worker holds it");
            }

            await Task.Delay(turn.Wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(StepOutcome? Outcome, TimeSpan Wait, bool Tried)> TurnAsync(StepTask task, int attempt, CancellationToken cancellationToken)
    {
        StepClaim claim = await ledger.ClaimAsync(task.Identity, _owner, options.Lease, takeOver: null, cancellationToken).ConfigureAwait(false);
        if (claim.Lease is null && claim.Record.State == StepRecordState.Leased && WorkerIdentity.IsKnownDead(claim.Record.Owner))
        {
            claim = await ledger.ClaimAsync(task.Identity, _owner, options.Lease, claim.Record.Token, cancellationToken).ConfigureAwait(false);
        }

        if (claim.Lease is not { } lease)
        {
            return claim.Record.State == StepRecordState.Done
                ? (task.Done(StepState.Remembered, 0, TimeSpan.Zero, claim.Record.ResultDigest!, claim.Record.Result!), default, false)
                : (null, options.Poll, false);
        }

        task.Report(StepState.Started, attempt, TimeSpan.Zero);
        long start = time.GetTimestamp();
        try
        {
            string json = await HoldAsync(task, lease, attempt, cancellationToken).ConfigureAwait(false);
            TimeSpan took = time.GetElapsedTime(start);
            await ledger.CompleteAsync(lease, json, took, CancellationToken.None).ConfigureAwait(false);
            return (task.Done(StepState.Succeeded, attempt, took, ArtifactDigest.Of(System.Text.Encoding.UTF8.GetBytes(json)).Hex, json), default, true);
        }
        catch (StaleLeaseException)
        {
            LogStale(logger, task.Step.Name, lease.Token);
            return (null, options.Poll, false); // another worker has it now; its result counts
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await ledger.ReleaseAsync(lease, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        catch (Exception e) // whatever a user's code throws; it is recorded, reported and thrown at the end
        {
            TimeSpan took = time.GetElapsedTime(start);
            await ledger.FailAsync(lease, $"{e.GetType().Name}: {e.Message}", took, CancellationToken.None).ConfigureAwait(false);
            return Failed(task, attempt, took, e);
        }
    }

    private (StepOutcome? Outcome, TimeSpan Wait, bool Tried) Failed(StepTask task, int attempt, TimeSpan took, Exception e)
    {
        StepRetry retry = task.Step.Options.Retry ?? options.Retry;
        if (attempt >= retry.MaxAttempts || !retry.IsWorthIt(e))
        {
            task.Report(StepState.Failed, attempt, took, e.Message);
            return (new StepOutcome(task.Step.Name, StepState.Failed, attempt, took, null, e), default, true);
        }

        TimeSpan wait = retry.DelayAfter(attempt, task.Identity.Memo, options.Seed);
        LogRetry(logger, e, task.Step.Name, attempt, wait);
        task.Report(StepState.Retrying, attempt, took, $"{e.Message} Again in {wait.TotalSeconds:0.###} s.");
        return (null, wait, true);
    }

    /// <summary>Runs the step while renewing its lease; stops it when the lease is lost.</summary>
    private async Task<string> HoldAsync(StepTask task, StepLease lease, int attempt, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ended = new CancellationTokenSource();
        Task<bool> renewing = RenewAsync(lease, stop, ended.Token);
        try
        {
            StepIdentity id = task.Identity;
            var context = new StepContext(id.Pipeline, id.Step, id.Partition, id.Parameters, attempt, lease.Token);
            return await Task.Run(() => task.Step.RunAsync(context, task.Inputs, stop.Token), stop.Token).ConfigureAwait(false);
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

    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "Step {Step} failed at attempt {Attempt}; again in {Wait}.")]
    private static partial void LogRetry(ILogger logger, Exception e, string step, int attempt, TimeSpan wait);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Warning, Message = "The lease {Token} on step {Step} was lost to another worker; its result counts.")]
    private static partial void LogStale(ILogger logger, string step, long token);

    [LoggerMessage(EventId = 1105, Level = LogLevel.Warning, Message = "The lease {Token} could not be renewed; it is tried again.")]
    private static partial void LogNotRenewed(ILogger logger, Exception e, long token);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Warning, Message = "Artifact {Digest} of the remembered result of step {Step} is gone; the step runs again.")]
    private static partial void LogLost(ILogger logger, string step, string digest);
}
