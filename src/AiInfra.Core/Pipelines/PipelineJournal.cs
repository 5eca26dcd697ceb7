using System.Collections.Concurrent;
using System.Globalization;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using Microsoft.Extensions.Logging;

namespace AiInfra.Core.Pipelines;

/// <summary>Tells of runs that failed and of runs that were missed: to the log, and to the catalog as events.</summary>
internal sealed partial class PipelineJournal(IEventStore? events, TimeProvider time, ILogger logger)
{
    private const int LongestMessage = 4000;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);

    /// <summary>Tells of runs whose time passed unused, of each once: also where every one of them is run, and where another process told of them.</summary>
    /// <param name="pipeline">Pipeline.</param>
    /// <param name="schedule">Its schedule.</param>
    /// <param name="after">Time of its last run.</param>
    /// <param name="now">The time now.</param>
    /// <param name="late">Whether also the newest of them comes too late.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task MissedAsync(string pipeline, PipelineSchedule schedule, DateTimeOffset after, DateTimeOffset now, bool late, CancellationToken cancellationToken)
    {
        DateTimeOffset told = await ToldAsync(pipeline, cancellationToken).ConfigureAwait(false);
        after = told > after ? told : after;
        int missed = after < now ? schedule.Count(after, now) - (late ? 0 : 1) : 0;
        if (missed <= 0)
        {
            return;
        }

        _told[pipeline] = now;
        string choice = schedule.Missed switch
        {
            MissedRuns.Skip when late => "None of them is run.",
            MissedRuns.Skip => "Only the one that is due now is run.",
            MissedRuns.RunAll => "Each is run.",
            _ => "One run stands for all of them.",
        };
        LogMissed(logger, pipeline, missed, PipelineRunRecord.Text(after), PipelineRunRecord.Text(now), choice);
        string message = string.Create(CultureInfo.InvariantCulture, $"{missed} scheduled {(missed == 1 ? "run was" : "runs were")} missed after {after.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. {choice}");
        await WriteAsync(CatalogEvent.Of(EventKinds.PipelineMissed, pipeline, now, message, new PipelineRunsMissed(missed, after.ToUniversalTime(), now.ToUniversalTime(), schedule.Missed.ToString()))).ConfigureAwait(false);
    }

    /// <summary>Tells of a run that failed for good.</summary>
    public Task FailedAsync(string pipeline, string partition, string occurrence, Exception error)
    {
        LogFailed(logger, pipeline, occurrence, error.Message);
        IReadOnlyList<StepOutcome> outcomes = (error as PipelineFailedException)?.Outcomes ?? [];
        var data = new PipelineRunFailed(
            DateTimeOffset.Parse(occurrence, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            partition,
            [.. outcomes.Where(o => o.State == StepState.Failed).Select(o => o.Step)],
            [.. outcomes.Where(o => o.State == StepState.NotRun).Select(o => o.Step)]);
        return WriteAsync(CatalogEvent.Of(EventKinds.PipelineFailed, pipeline, time.GetUtcNow(), error.Message.Length <= LongestMessage ? error.Message : error.Message[..LongestMessage] + "…", data));
    }

    private async Task<DateTimeOffset> ToldAsync(string pipeline, CancellationToken cancellationToken)
    {
        if (_told.TryGetValue(pipeline, out DateTimeOffset told) || events is null)
        {
            return told;
        }

        IReadOnlyList<CatalogEvent> last = await events.ListAsync(new EventQuery { Kind = EventKinds.PipelineMissed, Subject = pipeline, Take = 1 }, cancellationToken).ConfigureAwait(false);
        return _told[pipeline] = last is [var e] && e.TryRead(out PipelineRunsMissed? missed) ? missed.Until : default;
    }

    private async Task WriteAsync(CatalogEvent happening)
    {
        try
        {
            await (events?.AddAsync([happening]) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever a store throws: the run's own end must still be noted, and its own error be thrown.
            LogLost(logger, e, happening.Kind, happening.Subject);
        }
    }

    [LoggerMessage(EventId = 1110, Level = LogLevel.Warning, Message = "{Missed} scheduled runs of pipeline {Pipeline} were missed after {After} until {Until}. {Choice}")]
    private static partial void LogMissed(ILogger logger, string pipeline, int missed, string after, string until, string choice);

    [LoggerMessage(EventId = 1113, Level = LogLevel.Error, Message = "The run {Occurrence} of pipeline {Pipeline} failed: {Message}")]
    private static partial void LogFailed(ILogger logger, string pipeline, string occurrence, string message);

    [LoggerMessage(EventId = 1116, Level = LogLevel.Error, Message = "The event {Kind} of pipeline {Pipeline} could not be written to the catalog.")]
    private static partial void LogLost(ILogger logger, Exception e, string kind, string pipeline);
}
