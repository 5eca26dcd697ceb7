using AiInfra.Training.Averages;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Guards;
using AiInfra.Training.Loading;
using AiInfra.Training.Optimization;
using AiInfra.Training.Tasks;
using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>One training as it runs: where its parts, which don't know each other, meet. Wherever it may be interrupted, their states say exactly what is done.</summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly TrainingTask _task;
    private readonly TrainerOptions _options;
    private readonly CallbackList _callbacks;
    private readonly IBatchSource _source;
    private readonly Device _device;
    private readonly RunLog _log;
    private readonly CheckpointStage? _checkpoints;
    private readonly ProgressReporter _progress;
    private readonly EarlyStop _early;
    private readonly StepProfiler? _profiler;
    private readonly StepRunner _runner;
    private readonly TrainingLimits _limits;
    private readonly WeightAverage? _average;
    private readonly ValidationStage _validation;
    private readonly BestWeights _best;
    private readonly CountersPart _counters;
    private readonly IReadOnlyList<IStateful> _parts;
    private bool _amidStep;

    public TrainingSession(
        TrainingTask task, TrainerOptions options, IReadOnlyList<ITrainerCallback> callbacks, IBatchSource source, IBatchSource? validation, Device device,
        RunLog log, CheckpointKeeper? checkpoints, IProgress<TrainingProgress>? progress, ILogger logger, TimeProvider time)
    {
        _task = task;
        _options = options;
        _callbacks = new CallbackList(callbacks);
        _source = source;
        _device = device;
        _log = log;
        _checkpoints = checkpoints is null ? null : new CheckpointStage(checkpoints, log, _callbacks);
        task.Module.to(device);
        _profiler = options.Profile ? new StepProfiler() : null;
        _runner = new StepRunner(task, options, device, logger, _profiler);
        _average = options.Ema is { } ema ? new ExponentialAverage(task.Module, ema) : options.Swa is { } swa ? new StochasticAverage(task.Module, swa) : null;
        var norms = new BatchNormStatistics(task, _runner.Pass, device, _runner.Threads, options.Seed, options.OnNonFiniteLoss == NonFiniteLoss.Skip);
        _early = new EarlyStop(options.EarlyStopping, options.MonitorMode);
        _limits = new TrainingLimits(options, source);
        _progress = new ProgressReporter(progress, options.ProgressInterval, _limits.TotalSteps, time);
        _best = new BestWeights(task.Module);
        _validation = new ValidationStage(
            options, validation is null ? null : new Validator(task, _runner.Pass, validation, device, _runner.Threads), _average,
            options.Swa is not null && norms.Any ? norms : null, source, _early, _best);
        _counters = new CountersPart(new TrainerState { Seed = options.Seed, AccumulateBatches = options.AccumulateBatches, Threads = _runner.Threads });
        _parts = StatefulParts.Of([_counters, new ModelPart(task.Module), .. _runner.Parts, _average, _early, _best, new GeneratorPart(), source, .. callbacks]);
    }

    public TrainerState State => _counters.Counters;

    /// <summary>Threads that an operation may use.</summary>
    public int Threads => _runner.Threads;

    /// <summary>Whether the weights as they are were not judged yet: an epoch may end where a validation by steps was.</summary>
    private bool IsNotValidated => _validation.Judges && (State.Validations.Count == 0 || State.Validations[^1].Step != State.Step);

    /// <summary>Whether nothing is left to train, as after a resume of what came to its end.</summary>
    public bool IsDone => (State.Stopped ?? _limits.Reached(State, TimeSpan.FromSeconds(State.ElapsedSeconds))) is not null;

    /// <summary>Whether the state is that between two batches. After an error amid a batch it is not: weights or running figures may be changed in part.</summary>
    public bool IsBetweenBatches => !_amidStep;

    /// <summary>Takes up the newest checkpoint; false where there is none.</summary>
    public bool Resume()
    {
        if (_checkpoints?.Keeper.Load(_parts) is not { } path)
        {
            return false;
        }

        if (State.Seed != _options.Seed)
        {
            throw new TrainingException($"The checkpoint was made with seed {State.Seed}, the training has seed {_options.Seed}; it would not go on as it began. Use the same seed or another directory.");
        }

        if (State.AccumulateBatches != _options.AccumulateBatches && _runner.Window.Batches >= _options.AccumulateBatches)
        {
            throw new CheckpointException($"{path} was written amid a step of {State.AccumulateBatches} batches; AccumulateBatches is {_options.AccumulateBatches} now.");
        }

        // A limit may have been raised since; only early stopping is final.
        State.Stopped = State.Stopped == StopReason.EarlyStopping ? StopReason.EarlyStopping : null;
        return true;
    }

    public async Task<StopReason> RunAsync(CancellationToken cancellationToken)
    {
        _task.Module.train();
        _progress.Start(State);
        _profiler?.Mark(StepPhase.Rest);
        if (State.EpochIsRead)
        {
            CloseEpoch();
        }

        while (State.Stopped is null)
        {
            await SettleAsync(cancellationToken).ConfigureAwait(false);
            State.Stopped ??= _limits.Reached(State, _progress.Elapsed);
            if (State.Stopped is null)
            {
                await EpochAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        _average?.AfterEpoch(State.Step, _limits.TotalSteps);
        State.ValidationDue |= IsNotValidated;
        State.CheckpointDue = _checkpoints is not null;
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        await HearOfCheckpointAsync(cancellationToken).ConfigureAwait(false);
        _progress.Report(State, _early.State.Best, always: true);
        await _validation.FinishAsync(cancellationToken).ConfigureAwait(false);
        _profiler?.Mark(StepPhase.Rest);
        return State.Stopped.Value;
    }

    /// <summary>Takes a checkpoint of where the training stands, and begins to write it. Waits for the one before.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (_checkpoints is null)
        {
            return;
        }

        State.ElapsedSeconds = _progress.Elapsed.TotalSeconds;
        State.RunId = _log.RunId;
        await _checkpoints.SaveAsync(State, !_validation.Judges || IsNotValidated ? null : State.LastScore, _parts, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for the checkpoint that is being written. Its path where it was written.</summary>
    public Task<string?> HearOfCheckpointAsync(CancellationToken cancellationToken) => _checkpoints?.HearAsync(cancellationToken) ?? Task.FromResult<string?>(null);

    public TrainingResult Result(StopReason reason, long? resumedFrom) => new()
    {
        Reason = reason,
        Steps = State.Step,
        Epochs = State.Epoch + (State.Batch > 0 && State.Batch == _source.BatchesInEpoch ? 1 : 0), // a limit of steps may stop right at an epoch's end
        TrainingLoss = State.EpochSteps > 0 ? State.EpochLoss / State.EpochSteps : State.LastTrainingLoss,
        BestScore = _early.State.Best,
        BestStep = _early.State.BestStep,
        Validations = [.. State.Validations],
        SkippedBatches = State.SkippedBatches,
        Spikes = State.Spikes,
        Overflows = State.Overflows,
        PeakMemory = ProcessMemory.Peak(),
        Profile = _profiler?.Result(State.Step - (resumedFrom ?? 0)),
        Elapsed = _progress.Elapsed,
        ResumedFrom = resumedFrom,
        FailedCheckpoints = _checkpoints?.Keeper.Failed ?? 0,
        CheckpointWait = _checkpoints?.Keeper.Waited ?? TimeSpan.Zero,
        RunId = _log.RunId,
    };

    /// <inheritdoc />
    public void Dispose()
    {
        _checkpoints?.Dispose();
        _best.Dispose();
        _average?.Dispose();
        _runner.Dispose();
    }

    private async Task EpochAsync(CancellationToken cancellationToken)
    {
        await foreach (Batch read in _source.ReadAsync(State.Epoch, State.Batch, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            StepUpdate? update;
            using (Batch batch = read.MoveTo(_device))
            {
                _profiler?.Mark(StepPhase.Data);
                _amidStep = true;
                BatchOutcome outcome = _runner.Backward(batch, State);
                _amidStep = false;
                State.Count(outcome);
                update = _runner.Window.Batches >= _options.AccumulateBatches ? Update(batch) : null;
            }

            if (update is { } done)
            {
                await AfterUpdateAsync(done, cancellationToken).ConfigureAwait(false);
                await SettleAsync(cancellationToken).ConfigureAwait(false);
                State.Stopped ??= _limits.Reached(State, _progress.Elapsed);
                if (State.Stopped is not null)
                {
                    return;
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            _profiler?.Mark(StepPhase.Rest);
        }

        await EndEpochAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask EndEpochAsync(CancellationToken cancellationToken)
    {
        if (State.Batch == 0)
        {
            throw new TrainingException(TrainingLimits.NoBatch(State.Epoch));
        }

        if (_runner.Window.Batches > 0)
        {
            StepUpdate update = Update(null);
            State.EpochIsRead = true;
            await AfterUpdateAsync(update, cancellationToken).ConfigureAwait(false);
        }

        CloseEpoch();
    }

    /// <summary>All batches of the epoch were read and learned from. Where a callback ended the training amid its last step, the resume begins here.</summary>
    private void CloseEpoch()
    {
        State.EndEpoch(endless: _options.Epochs is null && _options.MaxTime is null);
        _average?.AfterEpoch(State.Step, _limits.TotalSteps);
        State.ValidationDue |= IsNotValidated && _options.ValidateEveryEpochs > 0 && State.Epoch % _options.ValidateEveryEpochs == 0;
        State.CheckpointDue |= _checkpoints?.Keeper.DueAfterEpoch(State.Epoch) ?? false;
    }

    /// <summary>Takes the step. One that is left out advances neither schedule nor average.</summary>
    private StepUpdate Update(Batch? last)
    {
        _amidStep = true;
        StepUpdate update = _runner.Update(State, _limits.TotalSteps, last);
        if (update.Outcome == UpdateOutcome.Taken)
        {
            State.Step++;
            _average?.AfterStep(State.Step, _limits.TotalSteps);
        }

        _amidStep = false;
        _profiler?.Mark(StepPhase.Optimizer);
        return update;
    }

    private async ValueTask AfterUpdateAsync(StepUpdate update, CancellationToken cancellationToken)
    {
        GradientWindow window = _runner.Window;
        (double loss, long rows, int batches) = (window.Loss, window.Rows, window.Batches);
        window.Close();
        State.Count(update.Outcome, loss, batches);
        if (update.Outcome != UpdateOutcome.Taken)
        {
            return;
        }

        State.ValidationDue |= _validation.Judges && State.Step % _options.ValidateEverySteps == 0;
        State.CheckpointDue |= _checkpoints?.Keeper.DueAfterStep(State.Step) ?? false;
        if (State.Step % _options.LogEverySteps == 0 && _log.IsOn)
        {
            await StepMetrics.WriteAsync(_log, _task, _runner, update, loss, State.Step).ConfigureAwait(false);
        }

        _progress.Step(State, loss, rows, _early.State.Best);
        if (!_callbacks.IsEmpty)
        {
            await _callbacks.StepAsync(new StepInfo(State.Step, State.Epoch, loss, update.Rate, update.Norm, rows), State, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Does what is due between batches: the validation, then the checkpoint.</summary>
    private async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        if (_checkpoints is { Keeper.HasNews: true })
        {
            await HearOfCheckpointAsync(cancellationToken).ConfigureAwait(false);
        }

        if (State.ValidationDue && _validation.Judges)
        {
            await ValidateAsync(cancellationToken).ConfigureAwait(false);
        }

        if (State.CheckpointDue)
        {
            State.CheckpointDue = false;
            await SaveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ValidateAsync(CancellationToken cancellationToken)
    {
        (ValidationPoint point, double score, bool stop) = await _validation.RunAsync(State, cancellationToken).ConfigureAwait(false);
        _runner.Optimizers.Observe(score, _options.MonitorMode);
        State.ValidationDue = false;
        State.LastScore = score;
        State.CheckpointDue |= _checkpoints?.Keeper.DueAfterValidation(score) ?? false;
        State.Validations.Add(point);
        State.Stopped ??= stop ? StopReason.EarlyStopping : null;
        foreach ((string name, double value) in point.Metrics)
        {
            await _log.WriteAsync(name, value, State.Step).ConfigureAwait(false);
        }

        _progress.Report(State, _early.State.Best, always: true);
        await _callbacks.ValidationAsync(point, State, cancellationToken).ConfigureAwait(false);
    }
}
