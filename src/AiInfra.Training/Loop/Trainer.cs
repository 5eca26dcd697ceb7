using AiInfra.Core.Catalog;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using AiInfra.Training.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;

namespace AiInfra.Training.Loop;

/// <summary>Trains a module: the one place where data, loss, optimizer, schedule, checkpoints and catalog meet. They know nothing of each other.</summary>
/// <remarks>
/// Resuming is exact: on the CPU, with the same number of threads, an interrupted and resumed training gives the same losses and weights to the bit as one that ran through.
/// The seed of libtorch's global generator is set before every batch, and trainings at the same time in one process take turns with their forward passes, so that they don't disturb each other.
/// </remarks>
public sealed partial class Trainer
{
    private readonly TrainingTask _task;
    private readonly TrainerOptions _options;
    private readonly IRunStore? _runs;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;

    /// <summary>Creates a trainer and loads libtorch.</summary>
    /// <param name="task">What is trained.</param>
    /// <param name="options">How.</param>
    /// <param name="runs">Where the run and its metrics are kept; null keeps none.</param>
    /// <param name="logger">Where it is written about.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="ArgumentException">The options can't be.</exception>
    /// <exception cref="LibtorchException">libtorch can't be loaded.</exception>
    public Trainer(TrainingTask task, TrainerOptions options, IRunStore? runs = null, ILogger<Trainer>? logger = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        _task = task;
        _options = options.Checked();
        _runs = runs;
        _logger = logger ?? NullLogger<Trainer>.Instance;
        _time = time ?? TimeProvider.System;
        Libtorch.Load(logger: _logger);
    }

    /// <summary>Those who hear of steps, validations and checkpoints, in order.</summary>
    public IList<ITrainerCallback> Callbacks { get; } = [];

    /// <summary>Trains until a limit is reached. The module then is in evaluation mode, with the best or the last weights as the options say.</summary>
    /// <param name="training">The batches to learn from.</param>
    /// <param name="validation">The batches to judge by; null judges not.</param>
    /// <param name="progress">Hears where it stands.</param>
    /// <param name="cancellationToken">Interrupts it between two batches; with checkpoints it leaves one to resume from.</param>
    /// <exception cref="TrainingException">It can't go on; the message says where and why.</exception>
    /// <exception cref="CheckpointException">The checkpoint to resume from does not fit.</exception>
    /// <exception cref="DeviceUnavailableException">The device is not there.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public Task<TrainingResult> FitAsync(IBatchSource training, IBatchSource? validation = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        return Task.Run(() => TrainingTelemetry.TrainAsync(_options.Tracking.Experiment, () => RunAsync(new Plan(_options, training, validation, _runs, [.. Callbacks]), progress, cancellationToken), r => (r.Reason.ToString(), r.Steps)), cancellationToken);
    }

    /// <summary>Tries everything once and keeps nothing: so many training batches, validation batches and a checkpoint in a temporary folder, without the catalog and the callbacks. The module has its weights and mode again afterwards.</summary>
    /// <param name="training">The batches to learn from.</param>
    /// <param name="validation">The batches to judge by.</param>
    /// <param name="batches">Batches of each, at least 1.</param>
    /// <param name="cancellationToken">Interrupts it between two batches.</param>
    /// <inheritdoc cref="FitAsync" path="/exception" />
    public async Task<TrainingResult> DryRunAsync(IBatchSource training, IBatchSource? validation = null, int batches = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        using var kept = new KeptState(_task.Module, _options.Schedules);
        string? folder = _options.Checkpoints is null ? null : Directory.CreateTempSubdirectory("aiinfra-dry-run-").FullName;
        try
        {
            TrainerOptions options = _options.Copy();
            (options.Epochs, options.MaxSteps, options.MaxTime, options.EarlyStopping, options.RestoreBest) = (1, batches, null, null, false);
            options.Checkpoints = folder is null ? null : new CheckpointOptions { Directory = folder, EverySteps = 1, Resume = false };
            return await Task.Run(() => RunAsync(new Plan(options, training.Take(batches), validation?.Take(batches), null, []), null, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            kept.PutBack();
            if (folder is not null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>Learns the same few batches by heart: a network that can't, or whose loss does not fall near its least, has an error in it. Without validation, checkpoints, averages, catalog and callbacks. The module has its weights again afterwards.</summary>
    /// <param name="training">The batches; the first ones of its first epoch are taken.</param>
    /// <param name="batches">How many, at least 1.</param>
    /// <param name="steps">Optimizer steps.</param>
    /// <param name="cancellationToken">Interrupts it between two batches.</param>
    /// <returns>The mean loss of each pass over them, first to last.</returns>
    /// <inheritdoc cref="FitAsync" path="/exception" />
    public async Task<IReadOnlyList<double>> OverfitAsync(IBatchSource training, int batches = 1, int steps = 200, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        using var kept = new KeptState(_task.Module, _options.Schedules);
        try
        {
            TrainerOptions options = _options.Copy();
            (options.Epochs, options.MaxSteps, options.MaxTime, options.EarlyStopping, options.Checkpoints) = (null, steps, null, null, null);
            (options.Ema, options.Swa, options.Schedule) = (null, null, Schedules.Constant());
            var losses = new PassLosses(batches);
            await Task.Run(() => RunAsync(new Plan(options, training.Repeat(batches), null, null, [losses]), null, cancellationToken), cancellationToken).ConfigureAwait(false);
            return losses.Means;
        }
        finally
        {
            kept.PutBack();
        }
    }

    /// <summary>Tries learning rates from small to large, one a step, and says by which the loss falls fastest (range test, Smith 2017). The module has its weights again afterwards; nothing else of the training is touched.</summary>
    /// <param name="training">The batches; read from the first epoch on.</param>
    /// <param name="options">Which rates; null takes the defaults.</param>
    /// <param name="cancellationToken">Interrupts it between two batches.</param>
    /// <inheritdoc cref="FitAsync" path="/exception" />
    public async Task<LearningRateTest> FindLearningRateAsync(IBatchSource training, LearningRateTestOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        LearningRateTestOptions test = (options ?? new LearningRateTestOptions()).Checked(nameof(options));
        using var kept = new KeptState(_task.Module, _options.Schedules);
        try
        {
            var range = new RangeTest(_task, _options, test, TrainingDevice.Resolve(_options.Device), _logger);
            return await Task.Run(() => range.RunAsync(training, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            kept.PutBack();
        }
    }

    private async Task<TrainingResult> RunAsync(Plan plan, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        TrainerOptions options = plan.Options;
        using IDisposable? deterministic = options.Deterministic ? DeterministicAlgorithms.Use() : null;
        torch.Device device = TrainingDevice.Resolve(options.Device);
        var log = new RunLog(plan.Runs, options.Tracking, _time);
        CheckpointKeeper? keeper = options.Checkpoints is { } checkpoints ? new CheckpointKeeper(checkpoints, options.MonitorMode, _logger, _time) : null;
        using var session = new TrainingSession(_task, options, plan.Callbacks, plan.Training, plan.Validation, device, log, keeper, progress, _logger, _time);
        long? resumedFrom = null;
        if (options.Checkpoints is { Resume: true } && session.Resume())
        {
            resumedFrom = session.State.Step;
            LogResumed(_logger, session.State.Step, session.State.Epoch + 1);
            if (session.State.Threads != session.Threads)
            {
                LogThreads(_logger, session.State.Threads, session.Threads);
            }
        }

        await log.StartAsync(session.State.RunId, session.State.Step, session.IsDone, RunParameters.Of(options, device, session.Threads), cancellationToken).ConfigureAwait(false);
        var status = RunStatus.Failed;
        string? error = "The training ended with an error.";
        try
        {
            StopReason reason = await session.RunAsync(cancellationToken).ConfigureAwait(false);
            TrainingResult result = session.Result(reason, resumedFrom);
            (status, error) = (RunStatus.Finished, null);
            LogFinished(_logger, reason, result.Steps, result.BestScore, result.Elapsed.TotalSeconds);
            if (result.Profile is { } profile)
            {
                LogProfile(_logger, profile);
            }

            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            (status, error) = (RunStatus.Cancelled, null);
            if (options.Checkpoints is { SaveOnCancel: true })
            {
                await session.SaveAsync(CancellationToken.None).ConfigureAwait(false);
                LogCancelled(_logger, session.State.Step, await session.HearOfCheckpointAsync(CancellationToken.None).ConfigureAwait(false));
            }

            throw;
        }
        catch (Exception e)
        {
            error = e.Message;
            if (options.Checkpoints is { SaveOnError: true } && session.IsBetweenBatches)
            {
                await session.SaveAsync(CancellationToken.None).ConfigureAwait(false);
                LogSavedOnError(_logger, session.State.Step, await session.HearOfCheckpointAsync(CancellationToken.None).ConfigureAwait(false));
            }

            throw;
        }
        finally
        {
            _task.Module.eval();
            await log.FinishAsync(status, error).ConfigureAwait(false);
        }
    }

    [LoggerMessage(5020, LogLevel.Information, "Training resumes at step {Step}, epoch {Epoch}")]
    private static partial void LogResumed(ILogger logger, long step, long epoch);

    [LoggerMessage(5021, LogLevel.Warning, "The checkpoint was made with {Then} threads, now there are {Now}: sums of floats may differ in the last bit")]
    private static partial void LogThreads(ILogger logger, int then, int now);

    [LoggerMessage(5022, LogLevel.Information, "Training ended ({Reason}) after {Steps} steps, best score {Best}, {Seconds:0.0} s")]
    private static partial void LogFinished(ILogger logger, StopReason reason, long steps, double best, double seconds);

    [LoggerMessage(5023, LogLevel.Information, "Training was interrupted at step {Step}; checkpoint {Path}")]
    private static partial void LogCancelled(ILogger logger, long step, string? path);

    [LoggerMessage(5024, LogLevel.Information, "Training ended with an error at step {Step}; checkpoint {Path}")]
    private static partial void LogSavedOnError(ILogger logger, long step, string? path);

    [LoggerMessage(5027, LogLevel.Information, "Time of the steps: {Profile}")]
    private static partial void LogProfile(ILogger logger, StepProfile profile);

    private sealed record Plan(TrainerOptions Options, IBatchSource Training, IBatchSource? Validation, IRunStore? Runs, IReadOnlyList<ITrainerCallback> Callbacks);
}
