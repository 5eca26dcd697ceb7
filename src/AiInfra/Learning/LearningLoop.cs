using System.Globalization;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Data.Datasets;
using AiInfra.Evaluation.Gates;
using AiInfra.Observability;
using AiInfra.Observability.Alerts;
using AiInfra.Serving.Deployments;
using AiInfra.Training.Loop;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiInfra.Learning;

/// <summary>
/// Keeps a deployment's model up with its world: gathers labelled rows from the signals, retrains when an alarm or the volume asks for it, lets a gate decide on the
/// newest rows that neither model was trained on, promotes, watches the new champion and rolls back when it is worse.
/// </summary>
/// <remarks>
/// Subscribe it to the <see cref="SignalHub"/> and to the <see cref="ModelMonitor"/>; both only take note. The work is done by <see cref="RunDueAsync"/>, one call at a
/// time, called by the hosted service or, where a run must repeat exactly, by the host itself after each label. Everything it decides is in the catalog with its numbers.
/// </remarks>
public sealed partial class LearningLoop : ISignalSubscriber, IAlarmSink, IDisposable
{
    private const string Actor = "learning loop";
    private readonly LearningOptions _options;
    private readonly Deployment _deployment;
    private readonly ICatalog _catalog;
    private readonly ModelMonitor? _monitor;
    private readonly ModelShelf _shelf;
    private readonly ChallengerSchool _school;
    private readonly LabelledRows _rows;
    private readonly PendingPredictions _pending;
    private readonly LearningAttempt _attempt;
    private readonly IReadOnlyList<ILearningSink> _sinks;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _running = new(1, 1);
    private readonly int[] _counts = new int[4];
    private LearningPlan? _plan;
    private LearningTriggers? _triggers;
    private WindowChoice? _windows;
    private ChampionWatch? _watch;
    private JudgedModel? _champion;
    private int? _championVersion;
    private long _seenThrough;

    /// <summary>Creates a loop. It learns nothing before <see cref="StartAsync"/> or <see cref="ResumeAsync"/>.</summary>
    /// <param name="options">How it learns.</param>
    /// <param name="deployment">The deployment to keep up.</param>
    /// <param name="catalog">Where runs, versions, decisions and lineage go.</param>
    /// <param name="artifacts">Where files go.</param>
    /// <param name="monitor">Who raises alarms; told of every new version. Null learns by volume alone.</param>
    /// <param name="recipe">Who trains; null takes a <see cref="TabularRecipe"/>.</param>
    /// <param name="sinks">Who hears of what it does.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Log.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public LearningLoop(
        LearningOptions options,
        Deployment deployment,
        ICatalog catalog,
        IArtifactStore artifacts,
        ModelMonitor? monitor = null,
        ITrainingRecipe? recipe = null,
        IEnumerable<ILearningSink>? sinks = null,
        TimeProvider? time = null,
        ILogger<LearningLoop>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(artifacts);
        if (options.Faults().FirstOrDefault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }

        _options = options;
        _deployment = deployment;
        _catalog = catalog;
        _monitor = monitor;
        _time = time ?? TimeProvider.System;
        _logger = logger ?? (ILogger)NullLogger.Instance;
        _sinks = [.. sinks ?? []];
        _shelf = new ModelShelf(deployment.Model, catalog, artifacts, new DatasetRepository(catalog, artifacts, _time));
        _school = new ChallengerSchool(deployment.Model, options, recipe ?? new TabularRecipe(catalog.Runs), catalog.Runs);
        _attempt = new LearningAttempt(deployment.Model, options, _school, _shelf, catalog, _time);
        _rows = new LabelledRows(options.KeepRows);
        _pending = new PendingPredictions(options.PendingLabels);
    }

    /// <summary>Why there is work to do now; null when there is none. Cheap.</summary>
    public LearningReason? Due
    {
        get
        {
            lock (_gate)
            {
                return _triggers?.Due(_rows.Count, _rows.Count - _seenThrough);
            }
        }
    }

    /// <summary>Whether <see cref="RunDueAsync"/> would do something. Cheap.</summary>
    public bool HasWork => Due is not null || _watch?.IsDue(_rows.Count) == true;

    /// <summary>Where it stands.</summary>
    public LearningStatus Status => new()
    {
        Champion = _championVersion,
        Labelled = _rows.Count,
        Retrainings = _counts[(int)LearningEventKind.Retraining],
        Promotions = _counts[(int)LearningEventKind.Promotion],
        Refusals = _counts[(int)LearningEventKind.Refusal],
        Rollbacks = _counts[(int)LearningEventKind.Rollback],
        Watching = _watch is not null,
        Forgotten = _pending.Forgotten,
    };

    /// <summary>Trains the first model, shows what it is worth on the newest of these rows, trains it on all of them and makes it the champion.</summary>
    /// <param name="rows">Rows with the target among their columns, the newest last.</param>
    /// <param name="progress">Hears of the trainings.</param>
    /// <param name="cancellationToken">Cancels; nothing is promoted then.</param>
    /// <exception cref="LearningException">The rows can't be learned from; the message says why.</exception>
    public async Task<FirstModel> StartAsync(IReadOnlyList<Row> rows, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Fill(rows);
            LearningPlan plan = Settle((int)_rows.Count);
            FirstModel first = await _attempt.FirstAsync(_rows.Range(0, long.MaxValue), _rows.Count, _windows!, plan, progress, cancellationToken).ConfigureAwait(false);
            await PromoteAsync(first.Version.Version, LearningReason.First, first.Explain(), null, cancellationToken).ConfigureAwait(false);
            return first;
        }
        finally
        {
            _running.Release();
        }
    }

    /// <summary>Goes on where an earlier process stopped: the champion's training rows and the labelled predictions since are read from the catalog.</summary>
    /// <returns>False when the deployment has no champion to go on from.</returns>
    public async Task<bool> ResumeAsync(CancellationToken cancellationToken = default)
    {
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if ((await _catalog.Deployments.FindAsync(_deployment.Name, cancellationToken).ConfigureAwait(false))?.Champion is not { } champion
                || await _catalog.Models.FindAsync(_deployment.Model, champion, cancellationToken).ConfigureAwait(false) is not { DatasetCommitId: { } commit } version)
            {
                return false;
            }

            var datasets = new DatasetRepository(_catalog, _shelf.Artifacts, _time);
            Dataset training = await datasets.OpenCommitAsync(commit, cancellationToken).ConfigureAwait(false);
            var rows = new List<Row>();
            await foreach (Row row in training.ReadRowsAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                rows.Add(row);
            }

            Fill(rows);
            long seen = _rows.Count;
            Settle((int)seen);
            var since = new PredictionQuery { Deployment = _deployment.Name, Role = PredictionRole.Champion, Labelled = true, From = version.RegisteredAt, Newest = _options.KeepRows };
            await foreach (LoggedPrediction logged in _catalog.Predictions.ReadAsync(since, cancellationToken).ConfigureAwait(false))
            {
                _rows.Add(logged.Prediction.Inputs, logged.Feedback!.Label);
            }

            await FollowAsync(champion, seen, cancellationToken).ConfigureAwait(false);
            return true;
        }
        finally
        {
            _running.Release();
        }
    }

    /// <summary>Asks for a retraining, whatever the triggers say; it happens at the next <see cref="RunDueAsync"/> with enough unseen rows.</summary>
    public void Request()
    {
        lock (_gate)
        {
            (_triggers ?? throw NotStarted()).Requested = true;
        }
    }

    /// <summary>Does what is due: looks after a new champion, then retrains where that is due. Returns at once when nothing is.</summary>
    /// <returns>Whether another version answers now.</returns>
    /// <exception cref="LearningException">The loop was not started.</exception>
    public async Task<bool> RunDueAsync(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (_triggers is null)
        {
            throw NotStarted();
        }

        if (!HasWork)
        {
            return false;
        }

        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            bool rolledBack = await LookAfterAsync(cancellationToken).ConfigureAwait(false);
            return Due is { } reason ? await RetrainAsync(reason, progress, cancellationToken).ConfigureAwait(false) || rolledBack : rolledBack;
        }
        finally
        {
            _running.Release();
        }
    }

    /// <inheritdoc />
    public void OnPrediction(Prediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        if (prediction.Role != PredictionRole.Shadow && prediction.Deployment == _deployment.Name)
        {
            _pending.Add(prediction);
        }
    }

    /// <inheritdoc />
    public void OnFeedback(Feedback feedback)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        if (!feedback.Label.IsMissing && _pending.Take(feedback.PredictionId) is { } inputs)
        {
            _rows.Add(inputs, feedback.Label);
        }
    }

    /// <inheritdoc />
    public void OnAlarm(Alarm alarm)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        lock (_gate)
        {
            if (_triggers is null || alarm.Deployment != _deployment.Name)
            {
                return;
            }

            bool on = alarm.State == AlarmState.Raised;
            if (alarm.Kind == Alarm.Drift)
            {
                _triggers.Drift = on;
            }
            else if (alarm.Kind == Alarm.Quality)
            {
                _triggers.Quality = on;
            }
        }
    }

    /// <summary>Frees the models it judges by.</summary>
    public void Dispose()
    {
        _watch?.Dispose();
        _champion?.Dispose();
        _running.Dispose();
    }

    private static LearningException NotStarted() => new("The loop was not started: call StartAsync with rows to learn from, or ResumeAsync where a champion is there.");

    private void Fill(IReadOnlyList<Row> rows)
    {
        if (rows.Count == 0)
        {
            throw new LearningException("There are no rows to learn from.");
        }

        RowSchema schema = rows[0].Schema;
        if (schema.IndexOf(_options.Target) < 0)
        {
            throw new LearningException($"There is no column '{_options.Target}' to learn. Columns: {string.Join(", ", schema.Columns.Select(c => c.Name))}.");
        }

        RowSchema inputs = schema.Without(_options.Target);
        int target = schema.IndexOf(_options.Target);
        foreach (Row row in rows)
        {
            if (!row[target].IsMissing)
            {
                ReadOnlySpan<Value> values = row.Values;
                _rows.Add(new Row(inputs, [.. values[..target], .. values[(target + 1)..]]), row[target]);
            }
        }

        if (_rows.Count == 0)
        {
            throw new LearningException($"Column '{_options.Target}' is missing in all {rows.Count} rows: nothing can be learned.");
        }
    }

    private LearningPlan Settle(int firstRows)
    {
        lock (_gate)
        {
            _plan = _options.For(firstRows);
            _windows = new WindowChoice(_plan.Windows);
            _triggers = new LearningTriggers(_options, _plan);
            _triggers.Switched(_rows.Count);
            return _plan;
        }
    }

    private async Task<bool> RetrainAsync(LearningReason reason, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        long labelled = _rows.Count;
        lock (_gate)
        {
            _triggers!.Attempted(labelled);
        }

        await TellAsync(new LearningEvent(LearningEventKind.Retraining, reason, labelled, _time.GetUtcNow(), null, $"Retraining for {Words(reason)} after {labelled:N0} labelled rows."), "retraining", cancellationToken).ConfigureAwait(false);
        long holdout = Math.Max(_seenThrough, labelled - _plan!.Holdout);
        AttemptResult result = await _attempt.RunAsync(
            reason, _rows.Range(0, holdout), _rows.Range(holdout, labelled), labelled, _champion!, _championVersion!.Value, _windows!, progress, cancellationToken).ConfigureAwait(false);
        if (result.Version is { } version)
        {
            await PromoteAsync(version.Version, reason, result.Decision.Explain(), result.Decision, cancellationToken).ConfigureAwait(false);
            return true;
        }

        lock (_gate)
        {
            _triggers!.Refused(reason);
        }

        await TellAsync(new LearningEvent(LearningEventKind.Refusal, reason, labelled, _time.GetUtcNow(), null, result.Decision.Explain(), result.Decision), "refusal", cancellationToken).ConfigureAwait(false);
        return false;
    }

    private async Task PromoteAsync(int version, LearningReason reason, string why, GateDecision? gate, CancellationToken cancellationToken)
    {
        int? before = _championVersion;
        await _deployment.PromoteAsync(version, Actor, $"{Words(reason)}: {why}", cancellationToken).ConfigureAwait(false);
        await _shelf.DeployedAsync(version, _deployment.Name, cancellationToken).ConfigureAwait(false);
        await FollowAsync(version, _rows.Count, cancellationToken).ConfigureAwait(false);
        _watch?.Dispose();
        _watch = before is { } previous && _plan!.Watch > 0
            ? new ChampionWatch(_options, _plan, await _shelf.OpenAsync(version, cancellationToken).ConfigureAwait(false), await _shelf.OpenAsync(previous, cancellationToken).ConfigureAwait(false), _rows.Count)
            : null;
        string message = $"Version {version.ToString(CultureInfo.InvariantCulture)} is the champion{(before is null ? "" : $" instead of {before}")}.";
        await TellAsync(new LearningEvent(LearningEventKind.Promotion, reason, _rows.Count, _time.GetUtcNow(), version, message, gate), "promotion", cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> LookAfterAsync(CancellationToken cancellationToken)
    {
        long labelled = _rows.Count;
        if (_watch is not { } watch || !watch.IsDue(labelled))
        {
            return false;
        }

        var comparison = watch.Look(_rows);
        bool over = watch.IsOver(labelled);
        if (over || comparison.IsRefuted)
        {
            _watch = null;
            watch.Dispose();
        }

        if (!comparison.IsRefuted)
        {
            return false;
        }

        int worse = _championVersion!.Value;
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"Version {worse} is worse than the one before it: {comparison.Metric} {comparison.Challenger:0.####} against {comparison.Champion:0.####} on {comparison.Rows} rows since the promotion (p = {comparison.PValueWorse:0.####}).");
        await _deployment.RollBackAsync(Actor, message, cancellationToken).ConfigureAwait(false);
        int back = _deployment.View().Record?.Champion ?? throw new LearningException($"Deployment '{_deployment.Name}' has no champion after a rollback.");
        await FollowAsync(back, Math.Min(labelled, await _shelf.SeenThroughAsync(back, cancellationToken).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
        await TellAsync(new LearningEvent(LearningEventKind.Rollback, LearningReason.QualityDrop, labelled, _time.GetUtcNow(), back, message), "rollback", cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Judges by another champion from now on.</summary>
    private async Task FollowAsync(int version, long seenThrough, CancellationToken cancellationToken)
    {
        JudgedModel champion = await _shelf.OpenAsync(version, cancellationToken).ConfigureAwait(false);
        _champion?.Dispose();
        _champion = champion;
        if (_monitor is not null)
        {
            await _monitor.LoadReferenceAsync(_deployment.Model, version, cancellationToken).ConfigureAwait(false);
            _monitor.OnVersionChanged(version);
        }

        lock (_gate)
        {
            _championVersion = version;
            _seenThrough = seenThrough;
            _triggers!.Switched(_rows.Count);
        }
    }

    private async Task TellAsync(LearningEvent happened, string kind, CancellationToken cancellationToken)
    {
        if (happened.Reason != LearningReason.First)
        {
            _counts[(int)happened.Kind]++;
        }

        LogHappened(_logger, _deployment.Name, happened.Kind, happened.Message);
        List<CatalogEvent> events = happened.Kind is LearningEventKind.Promotion or LearningEventKind.Rollback
            ? [] // The deployment writes these itself, whoever asks for them.
            : [new(kind, _deployment.Name, happened.At, happened.Message, LearningJson.Data(happened), happened.Labelled)];
        if (happened.Gate is { } gate)
        {
            events.Add(gate.ToEvent(_deployment.Name, happened.At, happened.Labelled));
        }

        await _catalog.Events.AddAsync(events, cancellationToken).ConfigureAwait(false);
        foreach (ILearningSink sink in _sinks)
        {
            sink.OnLearning(happened);
        }
    }

    private static string Words(LearningReason reason) => reason switch
    {
        LearningReason.First => "first model",
        LearningReason.Drift => "drift of the inputs",
        LearningReason.QualityDrop => "a drop in quality",
        LearningReason.Volume => "new labelled rows",
        _ => "a request",
    };

    [LoggerMessage(EventId = 9001, Level = LogLevel.Information, Message = "Learning loop of {Deployment}: {Kind}. {Message}")]
    private static partial void LogHappened(ILogger logger, string deployment, LearningEventKind kind, string message);
}
