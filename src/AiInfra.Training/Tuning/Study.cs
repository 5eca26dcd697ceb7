using AiInfra.Core.Studies;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiInfra.Training.Tuning;

/// <summary>
/// A search for the parameters with which an objective is best. Any number of processes may work on a study of one store: none takes another's trial, what one finds the others learn from, and a trial whose worker died is repeated.
/// Opened again, it goes on where it stood. Dispose it to end its heartbeat.
/// </summary>
public sealed partial class Study : IAsyncDisposable
{
    private readonly StudyLedger _ledger;
    private readonly IStudyStore _store;
    private readonly StudyOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _opened;
    private volatile bool _asked;

    private Study(StudyRecord record, IStudyStore store, StudyOptions options, TimeProvider time, ILogger logger)
    {
        (Name, _store, _options, _time, _logger) = (record.Name, store, options, time, logger);
        _ledger = new StudyLedger(record, store, options, time, logger);
        _opened = time.GetTimestamp();
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Opens a study, or makes it where it is not there.</summary>
    /// <param name="name">Its name, unique in the store.</param>
    /// <param name="options">How it searches; null takes the defaults.</param>
    /// <param name="store">Where it is kept, for example <c>catalog.GetRequiredStore&lt;IStudyStore&gt;()</c>; null keeps it in memory.</param>
    /// <param name="logger">Where it is written about.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">The options are wrong; the message has all faults.</exception>
    /// <exception cref="AiInfra.Core.Catalog.CatalogConflictException">The study is there with other directions.</exception>
    public static async Task<Study> OpenAsync(
        string name, StudyOptions? options = null, IStudyStore? store = null, ILogger<Study>? logger = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        options = (options ?? new StudyOptions()).Checked(nameof(options));
        time ??= TimeProvider.System;
        store ??= new MemoryStudyStore(time);
        StudyRecord record = await store.OpenAsync(new StudyRecord { Name = name, Directions = [.. options.Directions], Tags = options.Tags, RunId = options.RunId }, cancellationToken).ConfigureAwait(false);
        var study = new Study(record, store, options, time, logger ?? NullLogger<Study>.Instance);
        try
        {
            await study._ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
            return study;
        }
        catch
        {
            await study.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs trials until a rule stops the study, and answers what it has found.</summary>
    /// <param name="objective">Asks a trial for parameters and gives the value that they lead to. One that throws, or gives NaN, has failed.</param>
    /// <param name="cancellationToken">Stops it: trials that run are given back and wait for whoever works on the study next.</param>
    /// <exception cref="StudyException">An objective asks for what the study does not have, or as many trials in a row failed as <see cref="StudyOptions.MostFailures"/> allows.</exception>
    public Task<StudyResult> RunAsync(Func<Trial, double> objective, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return RunCoreAsync(trial => Task.FromResult<IReadOnlyList<double>>([objective(trial)]), cancellationToken);
    }

    /// <inheritdoc cref="RunAsync(Func{Trial, double}, CancellationToken)" />
    public Task<StudyResult> RunAsync(Func<Trial, Task<double>> objective, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return RunCoreAsync(async trial => [await objective(trial).ConfigureAwait(false)], cancellationToken);
    }

    /// <summary>Runs trials of several objectives until a rule stops the study, and answers what it has found.</summary>
    /// <param name="objectives">Asks a trial for parameters and gives a value for each of <see cref="StudyOptions.Directions"/>, in their order.</param>
    /// <param name="cancellationToken">Stops it: trials that run are given back and wait for whoever works on the study next.</param>
    /// <exception cref="StudyException">An objective asks for what the study does not have, or as many trials in a row failed as <see cref="StudyOptions.MostFailures"/> allows.</exception>
    public Task<StudyResult> RunAsync(Func<Trial, double[]> objectives, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(objectives);
        return RunCoreAsync(trial => Task.FromResult<IReadOnlyList<double>>(objectives(trial)), cancellationToken);
    }

    /// <inheritdoc cref="RunAsync(Func{Trial, double[]}, CancellationToken)" />
    public Task<StudyResult> RunAsync(Func<Trial, Task<double[]>> objectives, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(objectives);
        return RunCoreAsync(async trial => await objectives(trial).ConfigureAwait(false), cancellationToken);
    }

    /// <summary>Puts a trial with given values in the queue, for example those known to be good: it runs before any that is chosen.</summary>
    /// <param name="values">Values by parameter: numbers, texts, truth values or members of an enumeration. What is left out is chosen.</param>
    /// <param name="tags">Tags of the trial.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Number of the trial.</returns>
    public async Task<int> EnqueueAsync(IReadOnlyDictionary<string, object> values, IReadOnlyDictionary<string, string>? tags = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        int number = await _store.EnqueueAsync(Name, values.ToDictionary(v => v.Key, v => ParameterText.Of(v.Value), StringComparer.Ordinal), tags, cancellationToken).ConfigureAwait(false);
        await _ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
        return number;
    }

    /// <summary>Takes the next trial, for whoever runs trials by hand: end it with <see cref="TellAsync"/>, <see cref="TellPrunedAsync"/> or <see cref="TellFailedAsync"/>.</summary>
    /// <returns>The trial, or null where the study has stopped.</returns>
    public async Task<Trial?> AskAsync(CancellationToken cancellationToken = default) =>
        await StoppedAsync(cancellationToken).ConfigureAwait(false) == StudyStop.None ? (await _ledger.ClaimAsync(cancellationToken).ConfigureAwait(false))?.Handle : null;

    /// <summary>Ends a trial with its values.</summary>
    /// <returns>False where it had been given up for dead, so that the values are not kept.</returns>
    /// <exception cref="ArgumentException">There are more or fewer values than objectives.</exception>
    public Task<bool> TellAsync(Trial trial, params IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        StudyTrial mine = Mine(trial);
        if (values.Count != _options.Directions.Count)
        {
            throw new ArgumentException($"The study '{Name}' has {_options.Directions.Count} objectives; trial {trial.Number} gives {values.Count} values.", nameof(values));
        }

        return values.Any(double.IsNaN) ? _ledger.FinishAsync(mine, TrialState.Failed, [], NaN) : _ledger.FinishAsync(mine, TrialState.Complete, [.. values], null);
    }

    /// <summary>Ends a trial as pruned, with the value it reported last.</summary>
    /// <returns>False where it had been given up for dead.</returns>
    public Task<bool> TellPrunedAsync(Trial trial)
    {
        StudyTrial mine = Mine(trial);
        return _ledger.FinishAsync(mine, TrialState.Pruned, mine.Known.Reports.Count > 0 ? [mine.Known.Reports[^1].Value] : [], null);
    }

    /// <summary>Ends a trial that failed.</summary>
    /// <returns>False where it had been given up for dead.</returns>
    public Task<bool> TellFailedAsync(Trial trial, string error)
    {
        ArgumentException.ThrowIfNullOrEmpty(error);
        return _ledger.FinishAsync(Mine(trial), TrialState.Failed, [], error);
    }

    /// <summary>Lets no more trials begin in this process.</summary>
    public void Stop() => _asked = true;

    /// <summary>What the study has found by now, in all processes.</summary>
    public async Task<StudyResult> ResultAsync(CancellationToken cancellationToken = default)
    {
        StudyStop stop = await StoppedAsync(cancellationToken).ConfigureAwait(false);
        lock (_ledger.Lock)
        {
            return StudyResult.Of(_ledger.History, stop);
        }
    }

    /// <summary>Its report by now: the best trials, which parameters matter, and pictures.</summary>
    public Task<Reports.StudyReport> ReportAsync(CancellationToken cancellationToken = default) => Reports.StudyReport.ReadAsync(_store, Name, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    private const string NaN = "The objective gave NaN.";

    private static StudyTrial Mine(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.Host as StudyTrial ?? throw new ArgumentException("The trial belongs to no study.", nameof(trial));
    }

    private async Task<StudyResult> RunCoreAsync(Func<Trial, Task<IReadOnlyList<double>>> objective, CancellationToken cancellationToken)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var failures = new TrialFailures(Name, _options.MostFailures);
        Task<StudyStop>[] workers = [.. Enumerable.Range(0, _options.Workers).Select(_ => Task.Run(async () =>
        {
            try
            {
                return await WorkAsync(objective, failures, failed.Token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // The first error ends all workers; what they say of being cancelled is not it.
                failures.End(e);
                await failed.CancelAsync().ConfigureAwait(false);
                return StudyStop.None;
            }
        }, CancellationToken.None))];
        StudyStop[] stops = await Task.WhenAll(workers).ConfigureAwait(false);
        failures.ThrowIfEnded(cancellationToken);
        await _ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
        lock (_ledger.Lock)
        {
            return StudyResult.Of(_ledger.History, stops[0]);
        }
    }

    private async Task<StudyStop> WorkAsync(Func<Trial, Task<IReadOnlyList<double>>> objective, TrialFailures failures, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            StudyStop stop = Stopped();
            if (stop != StudyStop.None)
            {
                return stop;
            }

            if (await _ledger.ClaimAsync(cancellationToken).ConfigureAwait(false) is { } trial)
            {
                await RunOneAsync(trial, objective, failures, cancellationToken).ConfigureAwait(false);
                continue;
            }

            // As many as there should be have begun; but one that runs elsewhere may turn out to be dead, and is then ours.
            await _ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!_ledger.OthersRun)
            {
                return _ledger.Sampler.MostTrials(_ledger.History) <= (_options.MaxTrials ?? int.MaxValue) ? StudyStop.Exhausted : StudyStop.Trials;
            }

            await Task.Delay(Wait(), _time, cancellationToken).ConfigureAwait(false);
            await _ledger.ReleaseDeadAsync(cancellationToken, now: true).ConfigureAwait(false);
        }
    }

    private TimeSpan Wait() => _options.Lease / 3 < TimeSpan.FromSeconds(0.5) ? _options.Lease / 3 : TimeSpan.FromSeconds(0.5);

    private async Task RunOneAsync(StudyTrial trial, Func<Trial, Task<IReadOnlyList<double>>> objective, TrialFailures failures, CancellationToken cancellationToken)
    {
        IReadOnlyList<double>? values = null;
        Exception? error = null;
        try
        {
            values = await objective(trial.Handle).ConfigureAwait(false);
        }
        catch (TrialPrunedException) when (trial.IsPruned)
        {
            // It was told so.
        }
        catch (Exception e)
        {
            error = e;
        }

        if (error is not null && cancellationToken.IsCancellationRequested)
        {
            await _ledger.GiveBackAsync(trial, "It was stopped before its end.").ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        (TrialState state, values, string? why) = Outcome(trial, values, error);
        bool kept;
        try
        {
            kept = await _ledger.FinishAsync(trial, state, values, why).ConfigureAwait(false);
        }
        catch (Core.Catalog.CatalogConflictException e)
        {
            // Another process made a parameter of that name with another range first.
            throw new StudyException(e.Message, e);
        }

        if (error is StudyException)
        {
            throw error;
        }

        if (!kept)
        {
            return; // somebody else has it now, and the log says so
        }

        if (state == TrialState.Failed)
        {
            LogFailed(_logger, error, trial.Known.Number, Name, why!);
            failures.Failed(trial.Known.Number, why!, error);
        }
        else
        {
            failures.Worked();
        }
    }

    private (TrialState State, IReadOnlyList<double> Values, string? Why) Outcome(StudyTrial trial, IReadOnlyList<double>? values, Exception? error)
    {
        if (error is not null)
        {
            return (TrialState.Failed, [], error.Message);
        }

        if (trial.IsPruned)
        {
            return (TrialState.Pruned, trial.Known.Reports.Count > 0 ? [trial.Known.Reports[^1].Value] : [], null);
        }

        if (values is null || values.Count != _options.Directions.Count)
        {
            return (TrialState.Failed, [], $"The objective gave {values?.Count ?? 0} values; the study has {_options.Directions.Count} objectives.");
        }

        return values.Any(double.IsNaN) ? (TrialState.Failed, [], NaN) : (TrialState.Complete, [.. values], null);
    }

    private async Task<StudyStop> StoppedAsync(CancellationToken cancellationToken)
    {
        await _ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
        return Stopped();
    }

    private StudyStop Stopped()
    {
        if (_asked)
        {
            return StudyStop.Asked;
        }

        if (_options.MaxTime is { } time && _time.GetElapsedTime(_opened) >= time)
        {
            return StudyStop.Time;
        }

        lock (_ledger.Lock)
        {
            StudyHistory history = _ledger.History;
            if (_options.Target is { } target && history.Best is { } best && best.Loss <= (history.Directions[0] == StudyDirection.Maximize ? -target : target))
            {
                return StudyStop.Target;
            }

            return _options.NoBetterFor is { } most && history.SinceBetter >= most ? StudyStop.NoBetter : StudyStop.None;
        }
    }

    [LoggerMessage(5063, LogLevel.Warning, "Trial {Trial} of the study '{Study}' failed: {Why}")]
    private static partial void LogFailed(ILogger logger, Exception? e, int trial, string study, string why);
}
