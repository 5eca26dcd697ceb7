using System.Runtime.ExceptionServices;
using AiInfra.Core.Storage;
using AiInfra.Core.Studies;
using Microsoft.Extensions.Logging;

namespace AiInfra.Training.Tuning;

/// <summary>A study's history in memory, kept beside the store's: takes trials, writes what becomes of them, reads what others did.</summary>
internal sealed partial class StudyLedger : IAsyncDisposable
{
    private static readonly TimeSpan MostBeat = TimeSpan.FromSeconds(1);
    private readonly IStudyStore _store;
    private readonly StudyOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _owner = WorkerIdentity.Create();
    private readonly Dictionary<int, StudyTrial> _mine = [];
    private readonly SemaphoreSlim _reading = new(1);
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _beats;
    private StudyCursor _cursor;
    private long _lookedForDead;

    public StudyLedger(StudyRecord record, IStudyStore store, StudyOptions options, TimeProvider time, ILogger logger)
    {
        (_store, _options, _time, _logger) = (store, options, time, logger);
        Sampler = options.Sampler ?? new Samplers.TpeSampler();
        History = new StudyHistory(record.Name, record.Directions, options.Seed);
        _beats = BeatAsync(_ended.Token);
    }

    public Lock Lock { get; } = new();

    public StudyHistory History { get; }

    public ISampler Sampler { get; }

    public IPruner? Pruner => _options.Pruner;

    private TrialRetry Retry => new(_options.Retries, _options.RetryKeepsReports);

    /// <summary>Whether trials run that are not of this process.</summary>
    public bool OthersRun
    {
        get
        {
            lock (Lock)
            {
                return History.Running.Any(t => !_mine.ContainsKey(t.Number));
            }
        }
    }

    /// <summary>Reads what changed in the store.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            StudyChanges changes = await _store.ReadAsync(History.Name, _cursor, cancellationToken).ConfigureAwait(false);
            lock (Lock)
            {
                HistoryChanges.Apply(History, changes, _mine.ContainsKey);
            }

            _cursor = changes.Cursor;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Takes a trial, or null where there are as many as there should be.</summary>
    public async Task<StudyTrial?> ClaimAsync(CancellationToken cancellationToken)
    {
        await ReleaseDeadAsync(cancellationToken).ConfigureAwait(false);
        int? most;
        lock (Lock)
        {
            most = Least(_options.MaxTrials, Sampler.MostTrials(History));
        }

        TrialLease? lease = await _store.ClaimAsync(History.Name, _owner, _options.Lease, most, cancellationToken).ConfigureAwait(false);
        if (lease is null)
        {
            return null;
        }

        try
        {
            // Another worker of this process may hear of the trial before it is ours: it is noted as running, no more.
            await ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await _store.GiveBackAsync(lease, "The study could not be read.", new TrialRetry(int.MaxValue, false), CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        StudyTrial trial;
        Exception? refused = null;
        lock (Lock)
        {
            HistoryTrial known = History.Begin(lease.Trial.Number);
            History.Enqueued(known, lease.Trial.RetryOf, lease.Trial.Given.Count > 0);
            trial = new StudyTrial(this, lease, known, cancellationToken) { Renewed = _time.GetTimestamp() };
            _mine.Add(known.Number, trial);
            try
            {
                known.Proposed = Sampler.Propose(History, known.Origin)
                    ?? throw new StudyException($"The sampler {Sampler.GetType().Name} proposed null. Its Propose gives an empty dictionary where it names no values.");
            }
            catch (Exception e)
            {
                // The trial is ours already: it is given back before the error goes on.
                refused = e;
            }
        }

        if (refused is not null)
        {
            await GiveBackAsync(trial, refused.Message).ConfigureAwait(false);
            ExceptionDispatchInfo.Throw(refused);
        }

        return trial;
    }

    /// <summary>Ends a trial. False where it had been given up for dead: then nothing of it was written.</summary>
    public async Task<bool> FinishAsync(StudyTrial trial, TrialState state, IReadOnlyList<double> values, string? error)
    {
        TrialNews news;
        lock (Lock)
        {
            trial.IsOver = true;
            news = trial.Take();
        }

        bool written = false;
        try
        {
            written = await _store.FinishAsync(trial.Lease, news, new TrialOutcome(state, values, error), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            lock (Lock)
            {
                trial.Known.Violation = trial.Constraints.Values.Where(v => v > 0).Sum();
                History.Finish(trial.Known, written ? state : TrialState.Failed, written ? values : []);
                _mine.Remove(trial.Known.Number);
            }

            trial.Dispose();
        }

        if (!written)
        {
            LogLost(_logger, trial.Known.Number, History.Name);
        }
        else if (state == TrialState.Complete && trial.Unasked is { Length: > 0 } unasked)
        {
            LogUnasked(_logger, trial.Known.Number, History.Name, unasked);
        }

        return written;
    }

    /// <summary>Gives a trial back that was stopped from outside: it waits for another worker, with the same parameters.</summary>
    public async Task GiveBackAsync(StudyTrial trial, string reason)
    {
        TrialNews news;
        lock (Lock)
        {
            trial.IsOver = true;
            news = trial.Take();
        }

        try
        {
            await _store.RenewAsync(trial.Lease, _options.Lease, news, CancellationToken.None).ConfigureAwait(false);
            await _store.GiveBackAsync(trial.Lease, reason, new TrialRetry(int.MaxValue, _options.RetryKeepsReports), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            lock (Lock)
            {
                History.Finish(trial.Known, TrialState.Failed, []);
                _mine.Remove(trial.Known.Number);
            }

            trial.Dispose();
        }
    }

    /// <summary>Gives up trials whose workers died, where it is time to look.</summary>
    public async Task ReleaseDeadAsync(CancellationToken cancellationToken, bool now = false)
    {
        long looked = Interlocked.Read(ref _lookedForDead);
        if (!now && looked != 0 && _time.GetElapsedTime(looked) < _options.Lease / 3)
        {
            return;
        }

        Interlocked.Exchange(ref _lookedForDead, _time.GetTimestamp());
        IReadOnlyList<int> dead = await _store.ReleaseDeadAsync(History.Name, Retry, cancellationToken).ConfigureAwait(false);
        if (dead.Count > 0)
        {
            LogDead(_logger, string.Join(", ", dead), History.Name);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _beats.ConfigureAwait(false);
        _ended.Dispose();
        _reading.Dispose();
    }

    private static int? Least(int? a, int? b) => a is { } x && b is { } y ? Math.Min(x, y) : a ?? b;

    /// <summary>Writes what is new of running trials and renews their leases, so that others see both.</summary>
    private async Task BeatAsync(CancellationToken ended)
    {
        using var timer = new PeriodicTimer(_options.Lease / 3 < MostBeat ? _options.Lease / 3 : MostBeat, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended).ConfigureAwait(false))
            {
                StudyTrial[] running;
                lock (Lock)
                {
                    running = [.. _mine.Values];
                }

                foreach (StudyTrial trial in running)
                {
                    await BeatAsync(trial).ConfigureAwait(false);
                }

                if (running.Length > 0 && Pruner is not null)
                {
                    await ReadAsync(ended).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The study is closed.
        }
    }

    private async Task BeatAsync(StudyTrial trial)
    {
        TrialNews news;
        lock (Lock)
        {
            if (trial.IsOver)
            {
                return;
            }

            news = trial.Take();
            if (news.IsEmpty && _time.GetElapsedTime(trial.Renewed) < _options.Lease / 3)
            {
                return;
            }
        }

        try
        {
            if (await _store.RenewAsync(trial.Lease, _options.Lease, news, CancellationToken.None).ConfigureAwait(false))
            {
                trial.Renewed = _time.GetTimestamp();
            }
            else if (!trial.IsOver)
            {
                await trial.LoseAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is AiInfraException)
        {
            // The store can't be written just now, or refuses a range: the next beat, or the trial's end, will tell.
            lock (Lock)
            {
                trial.PutBack(news);
            }

            LogNotRenewed(_logger, e, trial.Known.Number, History.Name);
        }
    }

    [LoggerMessage(5060, LogLevel.Warning, "Trials {Trials} of the study '{Study}' were given up: their workers are gone")]
    private static partial void LogDead(ILogger logger, string trials, string study);

    [LoggerMessage(5061, LogLevel.Warning, "Trial {Trial} of the study '{Study}' had been given up for dead when it ended; its result is not kept")]
    private static partial void LogLost(ILogger logger, int trial, string study);

    [LoggerMessage(5064, LogLevel.Warning, "Trial {Trial} of the study '{Study}' was enqueued with values of {Names}, which its objective never asked for")]
    private static partial void LogUnasked(ILogger logger, int trial, string study, string names);

    [LoggerMessage(5062, LogLevel.Warning, "What is new of trial {Trial} of the study '{Study}' could not be written; it is tried again")]
    private static partial void LogNotRenewed(ILogger logger, Exception e, int trial, string study);
}
