using System.Globalization;
using AiInfra.Core.Catalog;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiInfra.Core.Pipelines;

/// <summary>
/// Runs pipelines when their time comes or when somebody asks, one run of a pipeline at a time, whichever process it is in. A run that was interrupted goes on at its first unfinished step.
/// </summary>
/// <remarks>
/// Every run has an occurrence: the time it was scheduled for, or at which somebody asked for it. Steps that declare the parameter <see cref="Occurrence"/> run once in each; the others only when what they take has changed.
/// In a host <see cref="RunDueAsync"/> is called by a hosted service. Thread-safe.
/// </remarks>
public sealed partial class PipelineScheduler
{
    /// <summary>Name of the parameter that says which run it is: the time in UTC, as "2026-03-01T03:00:00.0000000Z".</summary>
    public const string Occurrence = "occurrence";

    private readonly Dictionary<string, ScheduledPipeline> _pipelines;
    private readonly Dictionary<string, DateTimeOffset> _skipped = new(StringComparer.Ordinal);
    private readonly PipelineJournal _journal;
    private readonly PipelineRunner _runner;
    private readonly IPipelineLedger _ledger;
    private readonly PipelineRunnerOptions _options;
    private readonly LeaseKeeper _leases;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DateTimeOffset _started;

    /// <summary>Creates a scheduler.</summary>
    /// <param name="pipelines">The pipelines.</param>
    /// <param name="runner">Who runs them.</param>
    /// <param name="ledger">Where runs are noted and leased; the runner's.</param>
    /// <param name="options">How long a lease holds and how often to look; the runner's.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Hears of missed, failed and interrupted runs.</param>
    /// <param name="events">Gets an event of every failed run (<see cref="Catalog.Events.PipelineRunFailed"/>) and of missed ones (<see cref="Catalog.Events.PipelineRunsMissed"/>); null for none.</param>
    /// <exception cref="ArgumentException">Two pipelines have one name, one has no steps, or its parameters are not those that its steps read.</exception>
    public PipelineScheduler(
        IEnumerable<ScheduledPipeline> pipelines,
        PipelineRunner runner,
        IPipelineLedger ledger,
        PipelineRunnerOptions? options = null,
        TimeProvider? time = null,
        ILogger<PipelineScheduler>? logger = null,
        IEventStore? events = null)
    {
        ArgumentNullException.ThrowIfNull(pipelines);
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(ledger);
        _pipelines = new Dictionary<string, ScheduledPipeline>(StringComparer.Ordinal);
        foreach (ScheduledPipeline one in pipelines)
        {
            one.Check();
            if (!_pipelines.TryAdd(one.Pipeline.Name, one))
            {
                throw new ArgumentException($"Two pipelines are named '{one.Pipeline.Name}'.", nameof(pipelines));
            }
        }

        _runner = runner;
        _ledger = ledger;
        _options = (options ?? new PipelineRunnerOptions()).Checked(nameof(options));
        _time = time ?? TimeProvider.System;
        _logger = logger ?? (ILogger)NullLogger.Instance;
        _journal = new PipelineJournal(events, _time, _logger);
        _leases = new LeaseKeeper(ledger, _options, _time, _logger);
        _started = _time.GetUtcNow();
    }

    /// <summary>Names of the pipelines.</summary>
    public IReadOnlyCollection<string> Names => _pipelines.Keys;

    /// <summary>When a pipeline runs next by itself; null where it has no schedule.</summary>
    /// <exception cref="ArgumentException">There is no such pipeline; the message lists those there are.</exception>
    public DateTimeOffset? Next(string pipeline) => Find(pipeline).Schedule?.Next(_time.GetUtcNow());

    /// <summary>
    /// Runs a pipeline now. Where a run with the same parameters was interrupted or failed last, it goes on at the first unfinished step; otherwise a new one begins. While another run of it is under way, also in another process, this waits.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such pipeline, or the parameters are not those that its steps declare.</exception>
    /// <exception cref="InvalidOperationException">A step of the pipeline asks for it: it would wait for itself.</exception>
    /// <exception cref="PipelineFailedException">A step failed for good.</exception>
    public Task<PipelineResult> RunAsync(string pipeline, PipelineArguments? arguments = null, IProgress<StepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ScheduledPipeline found = Find(pipeline);
        arguments ??= PipelineArguments.None;
        var parameters = new Dictionary<string, string>(found.Parameters, StringComparer.Ordinal);
        foreach ((string name, string value) in arguments.Parameters)
        {
            parameters[name] = value;
        }

        return AloneAsync(
            found,
            async stop =>
            {
                if (!parameters.ContainsKey(Occurrence))
                {
                    StepRecord? last = await LastAsync(pipeline, stop).ConfigureAwait(false);
                    bool goesOn = last is not null && last.State != StepRecordState.Done && last.Identity.Partition == arguments.Partition && IsSame(last.Identity.Parameters, parameters);
                    parameters[Occurrence] = goesOn ? last!.Identity.Parameters[Occurrence] : PipelineRunRecord.Text(_time.GetUtcNow());
                }

                return await ExecuteAsync(found, arguments.Partition, parameters, progress, stop).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <summary>Runs what is due of a pipeline's schedule: a run that was interrupted first, then one whose time has come. Call it again until it gives null.</summary>
    /// <returns>The result; null where nothing is due.</returns>
    /// <exception cref="ArgumentException">There is no such pipeline.</exception>
    /// <exception cref="PipelineFailedException">A step failed for good. That run counts as tried; the next comes at its time.</exception>
    public async Task<PipelineResult?> RunDueAsync(string pipeline, CancellationToken cancellationToken = default)
    {
        ScheduledPipeline found = Find(pipeline);
        if (found.Schedule is not { } schedule
            || (await DueAsync(found, schedule, tell: false, cancellationToken).ConfigureAwait(false) is null))
        {
            return null;
        }

        return await AloneAsync<PipelineResult?>(
            found,
            async stop =>
            {
                // Another process may have run it while this one waited.
                return await DueAsync(found, schedule, tell: true, stop).ConfigureAwait(false) is { } due
                    ? await ExecuteAsync(found, due.Partition, due.Parameters, null, stop).ConfigureAwait(false)
                    : null;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static bool IsSame(IReadOnlyDictionary<string, string> recorded, Dictionary<string, string> given) =>
        recorded.Count == given.Count + 1 && given.All(p => recorded.TryGetValue(p.Key, out string? value) && value == p.Value);

    private ScheduledPipeline Find(string pipeline) => _pipelines.TryGetValue(pipeline ?? throw new ArgumentNullException(nameof(pipeline)), out ScheduledPipeline? found)
        ? found
        : throw new ArgumentException($"There is no pipeline '{pipeline}'. Pipelines: {string.Join(", ", _pipelines.Keys)}.", nameof(pipeline));

    private async Task<StepRecord?> LastAsync(string pipeline, CancellationToken cancellationToken) =>
        (await _ledger.ListAsync(PipelineRunRecord.PipelineOf(pipeline), 1, cancellationToken).ConfigureAwait(false)).FirstOrDefault();

    private async Task<(string Partition, IReadOnlyDictionary<string, string> Parameters)?> DueAsync(ScheduledPipeline found, PipelineSchedule schedule, bool tell, CancellationToken cancellationToken)
    {
        string name = found.Pipeline.Name;
        StepRecord? last = await LastAsync(name, cancellationToken).ConfigureAwait(false);
        if (last is not null && PipelineRunRecord.IsInterrupted(last))
        {
            if (tell)
            {
                LogGoesOn(_logger, name, last.Identity.Parameters[Occurrence]);
            }

            return (last.Identity.Partition, last.Identity.Parameters);
        }

        DateTimeOffset now = _time.GetUtcNow(), after = last is null ? _started : PipelineRunRecord.Occurrence(last);
        lock (_skipped)
        {
            after = _skipped.TryGetValue(name, out DateTimeOffset skipped) && skipped > after ? skipped : after;
        }

        if (schedule.Newest(after, now) is not { } newest)
        {
            return null;
        }

        DateTimeOffset due = schedule.Missed == MissedRuns.RunAll ? schedule.Next(after)!.Value : newest;
        bool late = now - newest > schedule.Grace;
        if (tell)
        {
            await _journal.MissedAsync(name, schedule, after, now, late, cancellationToken).ConfigureAwait(false);
        }

        if (schedule.Missed == MissedRuns.Skip && late)
        {
            if (tell)
            {
                lock (_skipped)
                {
                    _skipped[name] = newest;
                }

                return null;
            }
        }

        return ("", new Dictionary<string, string>(found.Parameters, StringComparer.Ordinal) { [Occurrence] = PipelineRunRecord.Text(due) });
    }

    /// <summary>Works while no other process runs the pipeline.</summary>
    private async Task<T> AloneAsync<T>(ScheduledPipeline found, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        RunUnderWay.RequireOther(_ledger, found.Pipeline.Name);
        StepIdentity identity = PipelineRunRecord.Lease(found.Pipeline.Name);
        StepClaim claim;
        for (bool told = false; (claim = await _leases.ClaimAsync(identity, cancellationToken).ConfigureAwait(false)).Lease is null; told = true)
        {
            if (!told)
            {
                LogWaits(_logger, found.Pipeline.Name, claim.Record.Owner ?? "");
            }

            await Task.Delay(_options.Poll, _time, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            using RunUnderWay run = RunUnderWay.Begin(_ledger, found.Pipeline.Name);
            return await _leases.HoldAsync(claim.Lease, work, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _ledger.ReleaseAsync(claim.Lease, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<PipelineResult> ExecuteAsync(
        ScheduledPipeline found, string partition, IReadOnlyDictionary<string, string> parameters, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        Pipeline pipeline = found.Pipeline;
        bool takesOccurrence = pipeline.Steps.Any(s => s.Options.Parameters.Contains(Occurrence));
        var arguments = new PipelineArguments
        {
            Partition = partition,
            Parameters = parameters.Where(p => takesOccurrence || p.Key != Occurrence).ToDictionary(StringComparer.Ordinal),
        };
        arguments.Validate(pipeline);
        StepIdentity run = PipelineRunRecord.Run(pipeline.Name, partition, parameters);
        StepClaim claim = await _leases.ClaimAsync(run, cancellationToken).ConfigureAwait(false);
        if (claim.Lease is null && claim.Record.State == StepRecordState.Leased)
        {
            // Whoever began it no longer holds the pipeline's lease: this process does.
            claim = await _leases.TakeOverAsync(run, claim.Record, cancellationToken).ConfigureAwait(false);
        }

        long start = _time.GetTimestamp();
        try
        {
            PipelineResult result = await _runner.RunAsync(pipeline, arguments, progress, cancellationToken).ConfigureAwait(false);
            if (claim.Lease is { } lease)
            {
                await _ledger.CompleteAsync(lease, string.Create(CultureInfo.InvariantCulture, $"{{\"ran\":{result.Ran},\"remembered\":{result.Outcomes.Count - result.Ran}}}"), _time.GetElapsedTime(start), CancellationToken.None).ConfigureAwait(false);
            }

            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (claim.Lease is { } lease)
            {
                await _ledger.ReleaseAsync(lease, CancellationToken.None).ConfigureAwait(false);
            }

            throw;
        }
        catch (Exception e)
        {
            await _journal.FailedAsync(pipeline.Name, partition, parameters[Occurrence], e).ConfigureAwait(false);
            if (claim.Lease is { } lease)
            {
                await _ledger.FailAsync(lease, e.Message, _time.GetElapsedTime(start), CancellationToken.None).ConfigureAwait(false);
            }

            throw;
        }
    }

    [LoggerMessage(EventId = 1111, Level = LogLevel.Warning, Message = "The run {Occurrence} of pipeline {Pipeline} was interrupted; it goes on at its first unfinished step.")]
    private static partial void LogGoesOn(ILogger logger, string pipeline, string occurrence);

    [LoggerMessage(EventId = 1112, Level = LogLevel.Information, Message = "Pipeline {Pipeline} is run by {Owner} just now; this waits for it.")]
    private static partial void LogWaits(ILogger logger, string pipeline, string owner);
}
