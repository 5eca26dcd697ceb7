using System.Globalization;
using AiInfra.Core.Catalog;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Runtime;
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
        return Task.Run(() => TrainingTelemetry.TrainAsync(_options.Tracking.Experiment, () => RunAsync(training, validation, progress, cancellationToken), r => (r.Reason.ToString(), r.Steps)), cancellationToken);
    }

    private async Task<TrainingResult> RunAsync(IBatchSource training, IBatchSource? validation, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        torch.Device device = TrainingDevice.Resolve(_options.Device);
        var log = new RunLog(_runs, _options.Tracking, _time);
        CheckpointKeeper? keeper = _options.Checkpoints is { } checkpoints ? new CheckpointKeeper(checkpoints, _options.MonitorMode, _logger, _time) : null;
        using var session = new TrainingSession(_task, _options, [.. Callbacks], training, validation, device, log, keeper, progress, _time);
        long? resumedFrom = null;
        if (_options.Checkpoints is { Resume: true } && session.Resume())
        {
            resumedFrom = session.State.Step;
            LogResumed(_logger, session.State.Step, session.State.Epoch + 1);
            if (session.State.Threads != session.Threads)
            {
                LogThreads(_logger, session.State.Threads, session.Threads);
            }
        }

        await log.StartAsync(session.State.RunId, session.State.Step, session.IsDone, Parameters(device, session.Threads), cancellationToken).ConfigureAwait(false);
        var status = RunStatus.Failed;
        string? error = "The training ended with an error.";
        try
        {
            StopReason reason = await session.RunAsync(cancellationToken).ConfigureAwait(false);
            TrainingResult result = session.Result(reason, resumedFrom);
            (status, error) = (RunStatus.Finished, null);
            LogFinished(_logger, reason, result.Steps, result.BestScore, result.Elapsed.TotalSeconds);
            return result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            (status, error) = (RunStatus.Cancelled, null);
            if (_options.Checkpoints is { SaveOnCancel: true })
            {
                await session.SaveAsync(CancellationToken.None).ConfigureAwait(false);
                LogCancelled(_logger, session.State.Step, await session.HearOfCheckpointAsync(CancellationToken.None).ConfigureAwait(false));
            }

            throw;
        }
        catch (Exception e)
        {
            error = e.Message;
            if (_options.Checkpoints is { SaveOnError: true } && session.IsBetweenBatches)
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

    private Dictionary<string, string> Parameters(torch.Device device, int threads)
    {
        var parameters = new Dictionary<string, string>(_options.Tracking.Parameters, StringComparer.Ordinal);
        void Add(string key, IFormattable? value)
        {
            if (value is not null)
            {
                parameters.TryAdd("trainer." + key, value.ToString(null, CultureInfo.InvariantCulture));
            }
        }

        Add("epochs", _options.Epochs);
        Add("max-steps", _options.MaxSteps);
        Add("max-seconds", _options.MaxTime?.TotalSeconds);
        Add("accumulate-batches", _options.AccumulateBatches);
        Add("clip-norm", _options.ClipNorm);
        Add("clip-value", _options.ClipValue);
        Add("patience", _options.EarlyStopping?.Patience);
        Add("seed", _options.Seed);
        Add("threads", threads);
        parameters.TryAdd("trainer.device", device.ToString());
        parameters.TryAdd("trainer.libtorch", torch.__version__);
        return parameters;
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
}
