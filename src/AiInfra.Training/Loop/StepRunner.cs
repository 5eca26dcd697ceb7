using System.Runtime.InteropServices;
using AiInfra.Training.Averages;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Guards;
using AiInfra.Training.Loading;
using AiInfra.Training.Optimization;
using AiInfra.Training.Precision;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using Microsoft.Extensions.Logging;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>The arithmetic of a step: forward, backward, clipping, update. All of a call runs on one thread inside one dispose scope, so that no tensor outlives it.</summary>
internal sealed partial class StepRunner : IDisposable
{
    private readonly TrainingTask _task;
    private readonly TrainerOptions _options;
    private readonly ILogger _logger;
    private readonly Tensor[] _buffers;
    private readonly LossPass _pass;
    private readonly FaultFinder _faults;
    private readonly LossScaler? _scaler;
    private readonly SpikeGuard? _spikes;
    private readonly StepProfiler? _profiler;

    public StepRunner(TrainingTask task, TrainerOptions options, Device device, ILogger logger, StepProfiler? profiler = null)
    {
        _task = task;
        _options = options;
        _logger = logger;
        _profiler = profiler;
        (string Name, Parameter Parameter)[] parameters = [.. task.Module.named_parameters().Where(p => p.parameter.requires_grad).Select(p => (p.name, p.parameter))];
        if (parameters.Length == 0)
        {
            throw new TrainingException("The module has no parameter that wants a gradient, so there is nothing to train.");
        }

        PrecisionRules.Check(task.Module, options.Precision, device);
        Window = new GradientWindow([.. parameters.Select(p => p.Parameter)]);
        _buffers = options.OnNonFiniteLoss == NonFiniteLoss.Skip || options.SpikeGuard is not null ? [.. task.Module.buffers()] : [];
        Threads = options.Threads ?? Libtorch.Threads;
        _pass = new LossPass(task, options.Precision, device);
        _faults = new FaultFinder(task, _pass);
        _scaler = options.Precision == TrainingPrecision.Float16 ? new LossScaler(options.LossScale) : null;
        _spikes = options.SpikeGuard is { } spikes ? new SpikeGuard(spikes) : null;
        Optimizers = new OptimizerSet(options.Groups, options.Optimizer, ScheduleOf, parameters);
    }

    public OptimizerSet Optimizers { get; }

    /// <summary>Threads an operation may use.</summary>
    public int Threads { get; }

    public GradientWindow Window { get; }

    /// <summary>The factor on the loss; 1 where it is not scaled.</summary>
    public double LossScale => _scaler?.Scale ?? 1;

    /// <summary>Whether the loss is scaled.</summary>
    public bool IsScaled => _scaler is not null;

    public LossPass Pass => _pass;

    /// <summary>What goes into checkpoints of it.</summary>
    public IEnumerable<IStateful> Parts => new IStateful?[] { Window, _scaler, _spikes }.OfType<IStateful>().Concat(Optimizers.Parts);

    /// <summary>Adds a batch's gradients to those that wait, or leaves it out.</summary>
    public BatchOutcome Backward(Batch batch, TrainerState state)
    {
        using var threads = new OperationThreads(Threads);
        using DisposeScope scope = NewDisposeScope();
        if (Window.Batches == 0)
        {
            Window.Forget();
        }

        Tensor[] before = _buffers.Length == 0 ? [] : Array.ConvertAll(_buffers, b => b.clone());
        LossPass.Losses losses;
        lock (Libtorch.Generator)
        {
            Seed(state);
            using IDisposable? watch = batch.Count == 1 ? _faults.WatchNormalisation(batch, Where(state)) : null;
            try
            {
                losses = _pass.Compute(_pass.Transform(batch));
            }
            catch (ExternalException e)
            {
                throw new TrainingException($"{Where(state)}: {_faults.Explain(e, batch, () => Seed(state))}", e);
            }
        }

        double value = Number(losses.Total);
        _profiler?.Mark(StepPhase.Forward);
        if (!double.IsFinite(value))
        {
            if (_options.OnNonFiniteLoss == NonFiniteLoss.Fail)
            {
                throw new TrainingException($"The loss became {value} at step {state.Step + 1} (epoch {state.Epoch + 1}, batch {state.Batch + 1}). {Diagnose(() => _faults.NonFiniteLoss(batch, () => Seed(state)))} Look for NaN or very large inputs, lower the learning rate, clip gradients, or set OnNonFiniteLoss to Skip.");
            }

            LogNotFinite(_logger, value, state.Step + 1, state.Epoch + 1, state.Batch + 1, state.SkippedBatches == 0 ? Diagnose(() => _faults.NonFiniteLoss(batch, () => Seed(state))) : BatchRows.Named(batch));
            PutBack(before);
            return BatchOutcome.NotFinite;
        }

        if (_spikes is not null && _spikes.IsSpike(value))
        {
            LogSpike(_logger, value, _spikes.Bound(), state.Step + 1, state.Epoch + 1, state.Batch + 1, BatchRows.Named(batch));
            PutBack(before);
            return BatchOutcome.Spike;
        }

        double weight = WeightOf(batch);
        double factor = LossScale * Window.ShareOf(weight);
        if (factor == 1)
        {
            losses.Total.backward();
        }
        else
        {
            using Scalar scale = factor;
            (losses.Total * scale).backward();
        }

        Window.Add(value, Numbers(losses.Parts), weight, batch.Count);
        _profiler?.Mark(StepPhase.Backward);
        return BatchOutcome.Taken;
    }

    /// <summary>Takes the step, or leaves it out where gradients are not finite. The window stays as it is.</summary>
    /// <param name="state">Where the training stands.</param>
    /// <param name="totalSteps">Steps in all; 0 where unknown.</param>
    /// <param name="last">The last batch of the window, where it is still there.</param>
    public StepUpdate Update(TrainerState state, long totalSteps, Batch? last)
    {
        using var threads = new OperationThreads(Threads);
        using DisposeScope scope = NewDisposeScope();
        double scale = Window.Factor / LossScale;
        double norm = double.NaN;
        if (_options.ClipNorm is not null || _options.CheckGradients || _scaler is not null)
        {
            norm = Math.Sqrt(GradientKernel.SumOfSquares(Window.Gradients())) * scale;
            if (!double.IsFinite(norm))
            {
                return LeaveOut(state, norm, last);
            }
        }

        _scaler?.Observe(overflow: false);
        if (_options.ClipNorm is { } limit)
        {
            scale *= Math.Min(1, limit / (norm + 1e-6));
        }
        else if (_options.ClipValue is { } value)
        {
            if (scale != 1)
            {
                Window.Scale(scale);
                scale = 1;
            }

            nn.utils.clip_grad_value_(Window.Parameters, value);
        }

        double rate = Optimizers.Step(state.Step, totalSteps, scale, Window);
        return new StepUpdate(UpdateOutcome.Taken, rate, norm);
    }

    /// <inheritdoc />
    public void Dispose() => Optimizers.Dispose();

    internal static double Number(Tensor scalar) => scalar.dtype == ScalarType.Float64 ? scalar.item<double>() : scalar.to(ScalarType.Float32).item<float>();

    private static double[] Numbers(Tensor[] scalars)
    {
        if (scalars.Length == 0)
        {
            return [];
        }

        using IDisposable grad = no_grad();
        return stack([.. scalars.Select(s => s.reshape([]).to(ScalarType.Float64))]).cpu().data<double>().ToArray();
    }

    private StepUpdate LeaveOut(TrainerState state, double norm, Batch? last)
    {
        if (_scaler is not null)
        {
            double before = _scaler.Scale;
            if (_scaler.Observe(overflow: true))
            {
                LogOverflow(_logger, state.Step + 1, before, _scaler.Scale);
                return new StepUpdate(UpdateOutcome.Overflow, 0, norm);
            }
        }

        if (_options.OnNonFiniteLoss == NonFiniteLoss.Skip && _scaler is null)
        {
            return new StepUpdate(UpdateOutcome.NotFinite, 0, norm);
        }

        // The position of the batch is that of the one after it by now.
        var position = new TrainerState { Epoch = state.Epoch, Batch = Math.Max(0, state.Batch - 1) };
        string found = Diagnose(() => _faults.NonFiniteGradient(Window, last, () => Seed(position)));
        throw new TrainingException($"The gradients became {norm} at step {state.Step + 1} (epoch {state.Epoch + 1}). {found} Lower the learning rate{(_scaler is null ? " or set OnNonFiniteLoss to Skip" : "")}.");
    }

    private double WeightOf(Batch batch) => _options.AccumulateBatches == 1 ? 1 : _options.WeighBatches switch
    {
        BatchWeighting.Rows => batch.Count,
        BatchWeighting.Targets => Losses.Target(batch).ge(0).sum().item<long>(),
        _ => 1,
    };

    private void Seed(TrainerState state)
    {
        using Generator generator = torch.random.manual_seed((long)Seeds.Of(_options.Seed, state.Epoch, state.Batch));
    }

    /// <summary>Normalisation layers took the batch into their running figures.</summary>
    private void PutBack(Tensor[] before)
    {
        using IDisposable grad = no_grad();
        for (int i = 0; i < before.Length; i++)
        {
            _buffers[i].copy_(before[i]);
        }
    }

    private static string Diagnose(Func<string> find)
    {
        lock (Libtorch.Generator)
        {
            return find();
        }
    }

    private static string Where(TrainerState state) => $"At step {state.Step + 1} (epoch {state.Epoch + 1}, batch {state.Batch + 1})";

    /// <summary>A group's schedule or the training's, with the averaging's own rate at its end.</summary>
    private ILearningRateSchedule ScheduleOf(ILearningRateSchedule? own)
    {
        ILearningRateSchedule schedule = own ?? _options.Schedule;
        return _options.Swa is { } swa ? new SwaSchedule(schedule, swa) : schedule;
    }

    [LoggerMessage(5024, LogLevel.Warning, "The loss is {Loss} at step {Step} (epoch {Epoch}, batch {Batch}); the batch is left out. {Why}")]
    private static partial void LogNotFinite(ILogger logger, double loss, long step, long epoch, long batch, string why);

    [LoggerMessage(5025, LogLevel.Warning, "The loss {Loss} stands out at step {Step} (epoch {Epoch}, batch {Batch}; {Bound} is borne); the batch is left out.{Rows}")]
    private static partial void LogSpike(ILogger logger, double loss, double bound, long step, long epoch, long batch, string rows);

    [LoggerMessage(5026, LogLevel.Information, "Gradients overflowed at step {Step}, which is left out: the loss is scaled by {Now} in place of {Before}")]
    private static partial void LogOverflow(ILogger logger, long step, double before, double now);
}
