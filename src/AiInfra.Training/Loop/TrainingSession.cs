using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>One training as it runs. Wherever it may be interrupted, its state says exactly what is done.</summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly TrainingTask _task;
    private readonly TrainerOptions _options;
    private readonly CallbackList _callbacks;
    private readonly IBatchSource _source;
    private readonly Validator? _validator;
    private readonly Device _device;
    private readonly RunLog _log;
    private readonly CheckpointKeeper? _checkpoints;
    private readonly ProgressReporter _progress;
    private readonly EarlyStop _early;
    private readonly StepRunner _runner;
    private readonly TrainingLimits _limits;
    private readonly BestWeights _best;
    private readonly CountersPart _counters;
    private readonly IReadOnlyList<IStateful> _parts;
    private bool _amidStep;

    public TrainingSession(
        TrainingTask task, TrainerOptions options, IReadOnlyList<ITrainerCallback> callbacks, IBatchSource source, IBatchSource? validation, Device device,
        RunLog log, CheckpointKeeper? checkpoints, IProgress<TrainingProgress>? progress, TimeProvider time)
    {
        _task = task;
        _options = options;
        _callbacks = new CallbackList(callbacks);
        _source = source;
        _device = device;
        _log = log;
        _checkpoints = checkpoints;
        task.Module.to(device);
        _runner = new StepRunner(task, options);
        _validator = validation is null ? null : new Validator(task, validation, device, _runner.Threads);
        _early = new EarlyStop(options.EarlyStopping, options.MonitorMode);
        _limits = new TrainingLimits(options, source);
        _progress = new ProgressReporter(progress, options.ProgressInterval, _limits.TotalSteps, time);
        _best = new BestWeights(task.Module);
        _counters = new CountersPart(new TrainerState { Seed = options.Seed, AccumulateBatches = options.AccumulateBatches, Threads = _runner.Threads });
        _parts = StatefulParts.Of([_counters, new ModelPart(task.Module), .. _runner.Parts, _early, _best, new GeneratorPart(), source, .. callbacks]);
    }

    public TrainerState State => _counters.Counters;

    /// <summary>Threads that an operation may use.</summary>
    public int Threads => _runner.Threads;

    /// <summary>Whether the weights as they are were not judged yet: an epoch may end where a validation by steps was.</summary>
    private bool IsNotValidated => _validator is not null && (State.Validations.Count == 0 || State.Validations[^1].Step != State.Step);

    /// <summary>Whether nothing is left to train, as after a resume of what came to its end.</summary>
    public bool IsDone => (State.Stopped ?? _limits.Reached(State, TimeSpan.FromSeconds(State.ElapsedSeconds))) is not null;

    /// <summary>Whether the state is that between two batches. After an error amid a batch it is not: weights or running figures may be changed in part.</summary>
    public bool IsBetweenBatches => !_amidStep;

    /// <summary>Takes up the newest checkpoint; false where there is none.</summary>
    public bool Resume()
    {
        if (_checkpoints?.Load(_parts) is not { } path)
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
        while (State.Stopped is null)
        {
            await SettleAsync(cancellationToken).ConfigureAwait(false);
            State.Stopped ??= _limits.Reached(State, _progress.Elapsed);
            if (State.Stopped is null)
            {
                await EpochAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        State.ValidationDue |= IsNotValidated;
        State.CheckpointDue = _checkpoints is not null;
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        await HearOfCheckpointAsync(cancellationToken).ConfigureAwait(false);
        _progress.Report(State, _early.State.Best, always: true);
        if (_options.RestoreBest)
        {
            _best.PutBack();
        }

        return State.Stopped.Value;
    }

    /// <summary>Takes a checkpoint of where the training stands, and begins to write it. Waits for the one before.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (_checkpoints is null)
        {
            return;
        }

        await HearOfCheckpointAsync(cancellationToken).ConfigureAwait(false);
        await _log.FlushAsync().ConfigureAwait(false);
        State.ElapsedSeconds = _progress.Elapsed.TotalSeconds;
        State.RunId = _log.RunId;
        double? score = _validator is null || IsNotValidated ? null : State.LastScore;
        _checkpoints.Begin(State.Step, State.Epoch, score, _parts);
        if (!_options.Checkpoints!.InBackground)
        {
            await HearOfCheckpointAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the checkpoint that is being written and tells what became of it. Its path where it was written.</summary>
    public async Task<string?> HearOfCheckpointAsync(CancellationToken cancellationToken)
    {
        switch (_checkpoints is null ? null : await _checkpoints.WaitAsync().ConfigureAwait(false))
        {
            case CheckpointInfo written:
                await _callbacks.CheckpointAsync(written.Path, cancellationToken).ConfigureAwait(false);
                return written.Path;
            case CheckpointFailure failure:
                await _log.WriteAsync("checkpoint/failed", _checkpoints!.Failed, failure.Step).ConfigureAwait(false);
                await _callbacks.CheckpointFailedAsync(failure, cancellationToken).ConfigureAwait(false);
                return null;
            default:
                return null;
        }
    }

    public TrainingResult Result(StopReason reason, long? resumedFrom) => new()
    {
        Reason = reason,
        Steps = State.Step,
        Epochs = State.Epoch,
        TrainingLoss = State.EpochSteps > 0 ? State.EpochLoss / State.EpochSteps : State.LastTrainingLoss,
        BestScore = _early.State.Best,
        BestStep = _early.State.BestStep,
        Validations = [.. State.Validations],
        SkippedBatches = State.SkippedBatches,
        Elapsed = _progress.Elapsed,
        ResumedFrom = resumedFrom,
        FailedCheckpoints = _checkpoints?.Failed ?? 0,
        CheckpointWait = _checkpoints?.Waited ?? TimeSpan.Zero,
        RunId = _log.RunId,
    };

    /// <inheritdoc />
    public void Dispose()
    {
        _checkpoints?.Dispose();
        _best.Dispose();
        _runner.Dispose();
    }

    private async Task EpochAsync(CancellationToken cancellationToken)
    {
        await foreach (Batch read in _source.ReadAsync(State.Epoch, State.Batch, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            using (Batch batch = read.MoveTo(_device))
            {
                _amidStep = true;
                double? loss = _runner.Backward(batch, State);
                _amidStep = false;
                State.Batch++;
                if (loss is null)
                {
                    State.SkippedBatches++;
                }
            }

            if (_runner.Window.Batches >= _options.AccumulateBatches)
            {
                await StepAsync(cancellationToken).ConfigureAwait(false);
                await SettleAsync(cancellationToken).ConfigureAwait(false);
                State.Stopped ??= _limits.Reached(State, _progress.Elapsed);
                if (State.Stopped is not null)
                {
                    return;
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        if (State.Batch == 0)
        {
            throw new TrainingException($"The source gave no batch in epoch {State.Epoch + 1}.");
        }

        if (_runner.Window.Batches > 0)
        {
            await StepAsync(cancellationToken).ConfigureAwait(false);
        }

        if (State.EpochSteps == 0 && _options.Epochs is null && _options.MaxTime is null)
        {
            throw new TrainingException($"All {State.Batch} batches of epoch {State.Epoch + 1} were left out, as their losses or gradients were not finite; it would go on so forever. Look for NaN or very large inputs, or lower the learning rate.");
        }

        State.LastTrainingLoss = State.EpochSteps > 0 ? State.EpochLoss / State.EpochSteps : double.NaN;
        State.Epoch++;
        State.Batch = 0;
        State.EpochLoss = 0;
        State.EpochSteps = 0;
        State.ValidationDue |= IsNotValidated && _options.ValidateEveryEpochs > 0 && State.Epoch % _options.ValidateEveryEpochs == 0;
        State.CheckpointDue |= _checkpoints?.DueAfterEpoch(State.Epoch) ?? false;
    }

    private async ValueTask StepAsync(CancellationToken cancellationToken)
    {
        _amidStep = true;
        (double rate, double norm, bool applied) = _runner.Update(State, _limits.TotalSteps);
        (double loss, long rows, int batches) = (_runner.Window.Loss, _runner.Window.Rows, _runner.Window.Batches);
        _runner.Window.Close();
        _amidStep = false;
        if (!applied)
        {
            State.SkippedBatches += batches;
            return;
        }

        State.Step++;
        State.EpochLoss += loss;
        State.EpochSteps++;
        State.ValidationDue |= _validator is not null && State.Step % _options.ValidateEverySteps == 0;
        State.CheckpointDue |= _checkpoints?.DueAfterStep(State.Step) ?? false;
        if (State.Step % _options.LogEverySteps == 0)
        {
            await _log.WriteAsync("train/loss", loss, State.Step).ConfigureAwait(false);
            await _log.WriteAsync("train/learning-rate", rate, State.Step).ConfigureAwait(false);
            if (!double.IsNaN(norm))
            {
                await _log.WriteAsync("train/gradient-norm", norm, State.Step).ConfigureAwait(false);
            }
        }

        _progress.Step(State, loss, rows, _early.State.Best);
        if (!_callbacks.IsEmpty)
        {
            await _callbacks.StepAsync(new StepInfo(State.Step, State.Epoch, loss, rate, norm, rows), State, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Does what is due between batches: the validation, then the checkpoint.</summary>
    private async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        if (_checkpoints is { HasNews: true })
        {
            await HearOfCheckpointAsync(cancellationToken).ConfigureAwait(false);
        }

        if (State.ValidationDue && _validator is not null)
        {
            await ValidateAsync(_validator, cancellationToken).ConfigureAwait(false);
        }

        if (State.CheckpointDue)
        {
            State.CheckpointDue = false;
            await SaveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ValidateAsync(Validator validator, CancellationToken cancellationToken)
    {
        var point = new ValidationPoint(State.Step, State.Epoch, await validator.RunAsync(cancellationToken).ConfigureAwait(false));
        if (!point.Metrics.TryGetValue(_options.Monitor, out double score))
        {
            throw new TrainingException($"There is no figure '{_options.Monitor}' to monitor. There are: {string.Join(", ", point.Metrics.Keys)}.");
        }

        (bool better, bool stop) = _early.Observe(score, State.Step, State.Epoch);
        (_options.Schedule as IObservingSchedule)?.Observe(score, _options.MonitorMode);
        if (better && _options.RestoreBest)
        {
            _best.Keep();
        }

        State.ValidationDue = false;
        State.LastScore = score;
        State.CheckpointDue |= _checkpoints?.DueAfterValidation(score) ?? false;
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
