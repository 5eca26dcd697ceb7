using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Data.Datasets;
using AiInfra.Evaluation;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Monitoring;
using AiInfra.Serving.Deployments;
using AiInfra.Training.Loop;
using AiInfra.Training.Recipes;
using AiInfra.Trees.Recipes;
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
/// A retraining that fails is an event, not an exception: the champion goes on answering. When somebody else moves the champion, the loop follows.
/// </remarks>
public sealed partial class LearningLoop : ISignalSubscriber, IAlarmSink, IDisposable
{
    private const string Actor = "learning loop";
    private readonly LearningOptions _options;
    private readonly Deployment _deployment;
    private readonly ICatalog _catalog;
    private readonly ModelMonitor? _monitor;
    private readonly LearningRegistry _registry;
    private readonly LabelIntake _intake;
    private readonly LearningAttempt _attempt;
    private readonly LearningJournal _journal;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();

    // Never disposed: it holds no handle, and a run may still wait for it.
    private readonly SemaphoreSlim _running = new(1, 1);
    private LearningPlan? _plan;
    private LearningTriggers? _triggers;
    private WindowChoice? _windows;
    private volatile ChampionWatch? _watch;
    private JudgedModel? _champion;
    private int? _championVersion;
    private int? _formerVersion;
    private long _seenThrough;
    private long? _changed;
    private volatile bool _disposed;

    /// <summary>Creates a loop. It learns nothing before <see cref="StartAsync"/> or <see cref="ResumeAsync"/>.</summary>
    /// <param name="options">How it learns.</param>
    /// <param name="deployment">The deployment to keep up.</param>
    /// <param name="catalog">Where runs, versions, decisions and lineage go.</param>
    /// <param name="artifacts">Where files go.</param>
    /// <param name="monitor">Who raises alarms; told of every new version. Null learns by volume alone.</param>
    /// <param name="recipe">Who trains; null takes the best of linear model, trees and network (<see cref="BestOfRecipe"/>).</param>
    /// <param name="sinks">Who hears of what it does.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Log.</param>
    /// <param name="evaluator">What is reported of every candidate, and the gate that decides on it. Null, or without a gate: better than the champion, as <see cref="LearningOptions.Confidence"/> and <see cref="LearningOptions.ConfidenceUnderAlarm"/> say.</param>
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
        ILogger<LearningLoop>? logger = null,
        Evaluator? evaluator = null)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(artifacts);
        _options = options.Checked();
        _deployment = deployment;
        _catalog = catalog;
        _monitor = monitor;
        _time = time ?? TimeProvider.System;
        _logger = logger ?? (ILogger)NullLogger.Instance;
        _journal = new LearningJournal(deployment.Name, catalog.Events, [.. sinks ?? []], _logger);
        _registry = new LearningRegistry(deployment, catalog, artifacts, new DatasetRepository(catalog, artifacts, _time));
        var trainer = new CandidateTrainer(deployment.Model, options, recipe ?? new BestOfRecipe([RecipeCandidate.Linear, TreesRecipe.Candidate, RecipeCandidate.Network], runs: catalog.Runs, time: time), catalog.Runs, () => deployment.Signature, _logger);
        evaluator ??= new Evaluator(new EvaluationPlan { Name = deployment.Name }, new EvaluationOptions { Resamples = 0 }, _time);
        _attempt = new LearningAttempt(deployment.Model, options, trainer, _registry, catalog, evaluator);
        _intake = new LabelIntake(options, deployment.Name, _logger);
    }

    /// <summary>Why there is work to do now; null when there is none. Cheap.</summary>
    public LearningReason? Due
    {
        get
        {
            lock (_gate)
            {
                return _championVersion is null ? null : _triggers?.Due(_intake.Rows.Count, _intake.Rows.Count - _seenThrough);
            }
        }
    }

    /// <summary>Whether <see cref="RunDueAsync"/> would do something. Cheap.</summary>
    public bool HasWork => Due is not null || _watch?.IsDue(_intake.Rows.Count) == true;

    /// <summary>Where it stands.</summary>
    public LearningStatus Status => new()
    {
        Champion = _championVersion,
        Labelled = _intake.Rows.Count,
        Retrainings = _journal[LearningEventKind.Retraining],
        Promotions = _journal[LearningEventKind.Promotion],
        Refusals = _journal[LearningEventKind.Refusal],
        Rollbacks = _journal[LearningEventKind.Rollback],
        Failures = _journal[LearningEventKind.Failure],
        Watching = _watch is not null,
        Forgotten = _intake.Forgotten,
        Unusable = _intake.Unusable,
        OfUnknownClass = _intake.OfUnknownClass,
    };

    /// <summary>Called when a label, an alarm or a request may have made work due.</summary>
    internal Action? WorkArrived { get; set; }

    /// <summary>
    /// Trains the first model, shows what it is worth on the newest of these rows, trains it on all of them and makes it the champion.
    /// Where the evaluation has a gate that does not pass it, it is registered and not served (<see cref="FirstModel.IsServed"/>): the deployment says why, and the loop can be started again with more rows.
    /// </summary>
    /// <param name="rows">Rows with the target among their columns, the newest last; a <see cref="RowBatch"/> is read by column.</param>
    /// <param name="progress">Hears of the trainings.</param>
    /// <param name="cancellationToken">Cancels; nothing is promoted then.</param>
    /// <exception cref="LearningException">The rows can't be learned from, or the loop runs already; the message says why. After an error the loop can be started again.</exception>
    public async Task<FirstModel> StartAsync(IReadOnlyList<Row> rows, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            RequireNotStarted();
            (RowShape shape, LabelledBatch labelled) = RowShape.Read(rows, _options);
            LogTask(_logger, _deployment.Name, _options.Target, shape.Choice.Task, shape.Choice.Reason);
            LearningPlan plan = Settle(labelled.Count, shape.Choice.Task, _time.GetUtcNow());
            WarnOfOneClass(labelled, shape.Choice.Task);
            LabelledBatch kept = labelled[^Math.Min(labelled.Count, _options.KeepRows)..];
            FirstModel first = await _attempt.FirstAsync(kept, shape.Choice, labelled.Count, _windows!, plan, progress, cancellationToken).ConfigureAwait(false);
            if (!first.IsServed)
            {
                await RefuseFirstAsync(first, labelled.Count, cancellationToken).ConfigureAwait(false);
                return first;
            }

            await InstallAsync(first.Version.Version, labelled.Count, LearningReason.First, first.Explain(), () => _intake.Begin(shape, labelled), cancellationToken).ConfigureAwait(false);
            _intake.CatchUp();
            await AnnounceAsync(LearningReason.First, null, first.Gate).ConfigureAwait(false);
            WarnOfFirst(first);
            return first;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Goes on where an earlier process stopped: the champion's training rows and the labelled predictions since are read from the catalog; predictions that still wait for their label go on waiting.</summary>
    /// <returns>False when the deployment has no champion to go on from.</returns>
    /// <exception cref="LearningException">The champion does not say what it was trained on, or the loop runs already; the message says what to do.</exception>
    public async Task<bool> ResumeAsync(CancellationToken cancellationToken = default)
    {
        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            RequireNotStarted();
            if ((await _catalog.Deployments.FindAsync(_deployment.Name, cancellationToken).ConfigureAwait(false))?.Champion is not { } champion
                || await _catalog.Models.FindAsync(_deployment.Model, champion, cancellationToken).ConfigureAwait(false) is not { } version)
            {
                return false;
            }

            string commit = version.DatasetCommitId
                ?? (_options.Dataset is { } named ? (await _registry.FindAsync(named, _options.Branch, cancellationToken).ConfigureAwait(false))?.Commit.Id : null)
                ?? throw new LearningException($"Version {champion} of model '{_deployment.Model}' does not say what it was trained on. Name a dataset with its columns in {nameof(LearningOptions)}.{nameof(LearningOptions.Dataset)}.");
            (RowShape shape, LabelledBatch rows) = RowShape.Read(await _registry.ReadAsync(commit, cancellationToken).ConfigureAwait(false), _options, TaskOf(version));
            List<LoggedSignal> logged = await ReadLogAsync(version.RegisteredAt, cancellationToken).ConfigureAwait(false);
            JudgedModel model = await _registry.OpenAsync(champion, cancellationToken).ConfigureAwait(false);

            Settle(LearningRegistry.FirstTrainingOf(version) ?? rows.Count, shape.Choice.Task, version.RegisteredAt);
            _intake.Begin(shape, rows);
            long seen = _intake.Rows.Count;
            foreach (LoggedSignal one in logged)
            {
                _intake.Recall(one.Row!, one.Feedback);
            }

            Switch(champion, model, null, seen);
            _intake.CatchUp();
            await TellMonitorAsync(champion).ConfigureAwait(false);
            return true;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Asks for a retraining, whatever the triggers say; it happens at the next <see cref="RunDueAsync"/> with enough unseen rows.</summary>
    /// <exception cref="LearningException">The loop was not started.</exception>
    public void Request()
    {
        lock (_gate)
        {
            _ = _championVersion ?? throw NotStarted();
            _triggers!.Requested = true;
        }

        WorkArrived?.Invoke();
    }

    /// <summary>Does what is due: looks after a new champion, then retrains where that is due. Returns at once when nothing is.</summary>
    /// <returns>Whether another version answers now.</returns>
    /// <exception cref="LearningException">The loop was not started.</exception>
    public async Task<bool> RunDueAsync(IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        _ = _championVersion ?? throw NotStarted();
        if (!HasWork)
        {
            return false;
        }

        await EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await FollowOthersAsync(cancellationToken).ConfigureAwait(false);
            bool rolledBack = await LookAfterAsync(cancellationToken).ConfigureAwait(false);
            return Due is { } reason ? await LearningTelemetry.RetrainAsync(_deployment.Name, reason, () => RetrainAsync(reason, progress, cancellationToken)).ConfigureAwait(false) || rolledBack : rolledBack;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Frees the models it judges by; those in use when the work that uses them has ended.</summary>
    public void Dispose()
    {
        _disposed = true;
        FreeWhenIdle();
    }

    private static LearningException NotStarted() => new("The loop was not started: call StartAsync with rows to learn from, or ResumeAsync where a champion is there.");

    private void RequireNotStarted()
    {
        if (_championVersion is { } version)
        {
            throw new LearningException($"The loop of '{_deployment.Name}' runs already, with version {version}. Use another loop for another start.");
        }
    }

    private LearningPlan Settle(int firstRows, ModelTask task, DateTimeOffset since)
    {
        lock (_gate)
        {
            _registry.FirstTraining = firstRows;
            _plan = _options.For(firstRows, task);
            _windows = new WindowChoice(_plan.Windows);
            _triggers = new LearningTriggers(_options, _plan, _time, since);
            return _plan;
        }
    }
}
