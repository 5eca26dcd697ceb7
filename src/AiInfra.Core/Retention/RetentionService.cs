using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiInfra.Core.Retention;

/// <summary>Sweeps the host's store now and then. A sweep that fails is logged, and the next one goes on where it ended.</summary>
internal sealed partial class RetentionService(
    IOptions<RetentionOptions> options,
    TimeProvider time,
    ILogger<RetentionService> logger,
    IEnumerable<IArtifactRoots> roots,
    ICatalog? catalog = null,
    IArtifactStore? artifacts = null) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private bool _told;

    /// <exception cref="OptionsValidationException">A limit is set for a store that the host's catalog does not have, or one that has no meaning for it.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (catalog is not null)
        {
            var sweep = new RetentionSweep(catalog, artifacts, time, roots);
            string[] faults = [.. sweep.Unknown(options.Value).Concat(await sweep.MisfitsAsync(options.Value, cancellationToken).ConfigureAwait(false)).Select(f => $"{nameof(RetentionOptions)}: {f}")];
            if (faults.Length > 0)
            {
                throw new OptionsValidationException(Options.DefaultName, typeof(RetentionOptions), faults);
            }
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        RetentionOptions wanted = options.Value;
        if (catalog is null)
        {
            return;
        }

        var sweep = new RetentionSweep(catalog, artifacts, time, roots);
        TimeSpan pause = wanted.Every < First ? wanted.Every : First;
        while (true)
        {
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await SweepAsync(sweep, wanted, stoppingToken).ConfigureAwait(false);
            pause = wanted.Every;
        }
    }

    private async Task SweepAsync(RetentionSweep sweep, RetentionOptions wanted, CancellationToken cancellationToken)
    {
        try
        {
            RetentionReport report;
            try
            {
                report = await sweep.RunAsync(wanted, cancellationToken).ConfigureAwait(false);
            }
            catch (RetentionException e)
            {
                LogFailed(logger, e, wanted.Every);
                report = e.Report;
            }

            foreach (RetentionEntry entry in report.Entries.Where(e => e.Removed > 0 && !report.DryRun))
            {
                RetentionTelemetry.Removed(entry.What, entry.Removed);
            }

            if (report.HasRemoved)
            {
                Tell(report);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops; what was deleted is deleted, the rest waits for its next start.
        }
        catch (Exception e)
        {
            // Whatever the store throws: the host goes on, and the next sweep tries again.
            LogFailed(logger, e, wanted.Every);
        }
    }

    private void Tell(RetentionReport report)
    {
        string entries = string.Join("; ", report.Entries.Where(e => e.Removed > 0));
        if (report.DryRun)
        {
            LogDry(logger, entries);
        }
        else if (!_told)
        {
            _told = true;
            LogFirst(logger, entries);
        }
        else
        {
            LogSwept(logger, entries, report.ReleasedBytes);
        }
    }

    [LoggerMessage(EventId = 7030, Level = LogLevel.Warning, Message = "RETENTION DELETES what this store keeps too long: {Entries}. That goes on every so often, without a warning. Say how much is kept with AddRetention(r => ...); r.Predictions = null keeps every prediction.")]
    private static partial void LogFirst(ILogger logger, string entries);

    [LoggerMessage(EventId = 7031, Level = LogLevel.Information, Message = "Retention removed {Entries}; {Bytes} bytes were given back to the system.")]
    private static partial void LogSwept(ILogger logger, string entries, long bytes);

    [LoggerMessage(EventId = 7032, Level = LogLevel.Information, Message = "Retention would remove {Entries}. This is a dry run.")]
    private static partial void LogDry(ILogger logger, string entries);

    [LoggerMessage(EventId = 7033, Level = LogLevel.Error, Message = "Retention could not finish; it tries again in {Every}.")]
    private static partial void LogFailed(ILogger logger, Exception e, TimeSpan every);
}
