using AiInfra.Core.Artifacts;
using Microsoft.Extensions.Logging;

namespace AiInfra.Core.Pipelines;

/// <summary>Gets one step done: remembers it, waits for whoever does it, or leases it and runs it, again and again as its retry says.</summary>
internal sealed partial class StepWorker(IPipelineLedger ledger, StepMemory memory, PipelineRunnerOptions options, TimeProvider time, ILogger logger)
{
    private readonly LeaseKeeper _leases = new(ledger, options, time, logger);

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
        StepClaim claim = await _leases.ClaimAsync(task.Identity, cancellationToken).ConfigureAwait(false);
        if (claim.Lease is not { } lease)
        {
            return claim.Record.State == StepRecordState.Done
                ? (task.Done(StepState.Remembered, 0, TimeSpan.Zero, claim.Record.ResultDigest!, claim.Record.Result!), default, false)
                : (null, options.Poll, false);
        }

        StepIdentity id = task.Identity;
        task.Report(StepState.Started, attempt, TimeSpan.Zero);
        long start = time.GetTimestamp();
        try
        {
            string json = await _leases.HoldAsync(
                lease, stop => task.Step.RunAsync(new StepContext(id.Pipeline, id.Step, id.Partition, id.Parameters, attempt, lease.Token), task.Inputs, stop), cancellationToken).ConfigureAwait(false);
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

    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "Step {Step} failed at attempt {Attempt}; again in {Wait}.")]
    private static partial void LogRetry(ILogger logger, Exception e, string step, int attempt, TimeSpan wait);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Warning, Message = "The lease {Token} on step {Step} was lost to another worker; its result counts.")]
    private static partial void LogStale(ILogger logger, string step, long token);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Warning, Message = "Artifact {Digest} of the remembered result of step {Step} is gone; the step runs again.")]
    private static partial void LogLost(ILogger logger, string step, string digest);
}
