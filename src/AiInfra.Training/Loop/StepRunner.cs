using AiInfra.Training.Checkpoints;
using AiInfra.Training.Loading;
using AiInfra.Training.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>The arithmetic of a step: forward, backward, clipping, update. All of a call runs on one thread inside one dispose scope, so that no tensor outlives it.</summary>
internal sealed class StepRunner : IDisposable
{
    private readonly TrainingTask _task;
    private readonly TrainerOptions _options;
    private readonly Tensor[] _buffers;
    private readonly double[] _baseRates;
    private readonly torch.optim.ILearningRateController[] _groups;

    public StepRunner(TrainingTask task, TrainerOptions options)
    {
        _task = task;
        _options = options;
        Window = new GradientWindow([.. task.Module.parameters().Where(p => p.requires_grad)]);
        if (Window.Parameters.Count == 0)
        {
            throw new TrainingException("The module has no parameter that wants a gradient, so there is nothing to train.");
        }

        _buffers = options.OnNonFiniteLoss == NonFiniteLoss.Skip ? [.. task.Module.buffers()] : [];
        Threads = options.Threads ?? Libtorch.Threads;
        Optimizer = options.Optimizer(Window.Parameters);
        _groups = [.. Optimizer.ParamGroups];
        _baseRates = [.. _groups.Select(g => g.LearningRate)];
    }

    public OptimizerHelper Optimizer { get; }

    /// <summary>Threads an operation may use.</summary>
    public int Threads { get; }

    public GradientWindow Window { get; }

    /// <summary>What goes into checkpoints of it.</summary>
    public IReadOnlyList<IStateful> Parts => [new OptimizerPart("optimizer", Optimizer), new SchedulePart("schedule", _options.Schedule), Window];

    /// <summary>Adds a batch's gradients to those that wait. Null where its loss is not finite and it was left out.</summary>
    public double? Backward(Batch batch, TrainerState state)
    {
        using var threads = new OperationThreads(Threads);
        using DisposeScope scope = NewDisposeScope();
        if (Window.Batches == 0)
        {
            Window.Forget();
        }

        Tensor[] before = Array.ConvertAll(_buffers, b => b.clone());
        Tensor loss;
        lock (Libtorch.Generator)
        {
            Seed(Seeds.Of(_options.Seed, state.Epoch, state.Batch));
            loss = _task.Loss.Compute(_task.Forward(batch), batch);
        }

        if (loss.numel() != 1)
        {
            throw new TrainingException($"The loss must be a single number; it has shape [{string.Join(", ", loss.shape)}].");
        }

        double value = Number(loss);
        if (double.IsFinite(value))
        {
            loss.backward();
            Window.Add(value, 1, batch.Count);
            return value;
        }

        if (_options.OnNonFiniteLoss == NonFiniteLoss.Fail)
        {
            throw new TrainingException($"The loss became {value} at step {state.Step + 1} (epoch {state.Epoch + 1}, batch {state.Batch + 1}). Look for NaN or very large inputs, lower the learning rate, clip gradients, or set OnNonFiniteLoss to Skip.");
        }

        // Normalisation layers took the bad batch into their running figures.
        using IDisposable grad = no_grad();
        for (int i = 0; i < before.Length; i++)
        {
            _buffers[i].copy_(before[i]);
        }

        return null;
    }

    /// <summary>Takes the step. The norm is that of all gradients before clipping, NaN where they are not clipped by norm; applied is false where it was not finite and the step was left out.</summary>
    public (double Rate, double Norm, bool Applied) Update(TrainerState state, long totalSteps)
    {
        using var threads = new OperationThreads(Threads);
        using DisposeScope scope = NewDisposeScope();
        double norm = double.NaN;
        if (Window.Shares > 1)
        {
            ScaleGradients(1 / Window.Shares);
        }

        if (_options.ClipNorm is { } limit)
        {
            norm = nn.utils.clip_grad_norm_(Window.Parameters, limit);
            if (!double.IsFinite(norm))
            {
                return _options.OnNonFiniteLoss == NonFiniteLoss.Skip
                    ? (0, norm, false)
                    : throw new TrainingException($"The gradients became {norm} at step {state.Step + 1} (epoch {state.Epoch + 1}). Lower the learning rate or set OnNonFiniteLoss to Skip.");
            }
        }
        else if (_options.ClipValue is { } value)
        {
            nn.utils.clip_grad_value_(Window.Parameters, value);
        }

        double factor = _options.Schedule.Factor(state.Step, totalSteps);
        for (int i = 0; i < _groups.Length; i++)
        {
            _groups[i].LearningRate = _baseRates[i] * factor;
        }

        Optimizer.step();
        return (_groups[0].LearningRate, norm, true);
    }

    /// <inheritdoc />
    public void Dispose() => Optimizer.Dispose();

    internal static double Number(Tensor scalar) => scalar.dtype == ScalarType.Float64 ? scalar.item<double>() : scalar.to(ScalarType.Float32).item<float>();

    private static void Seed(ulong seed)
    {
        using Generator generator = torch.random.manual_seed((long)seed);
    }

    private void ScaleGradients(double factor)
    {
        using IDisposable grad = no_grad();
        foreach (Parameter parameter in Window.Parameters)
        {
            parameter.grad?.mul_(factor);
        }
    }
}
