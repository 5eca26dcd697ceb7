using AiInfra.Training.Averages;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Guards;
using AiInfra.Training.Optimization;
using AiInfra.Training.Precision;

namespace AiInfra.Training.Loop;

/// <summary>How a training runs. At least one limit must be set; the first reached ends it.</summary>
public sealed class TrainerOptions : ICheckedOptions
{
    /// <summary>Passes over the data.</summary>
    /// <value>Null: no limit.</value>
    public int? Epochs { get; set; }

    /// <summary>Optimizer steps.</summary>
    /// <value>Null: no limit.</value>
    public long? MaxSteps { get; set; }

    /// <summary>Time, summed over all resumes.</summary>
    /// <value>Null: no limit.</value>
    public TimeSpan? MaxTime { get; set; }

    /// <summary>Makes the optimizer of all parameters that no group takes.</summary>
    /// <value>AdamW with its defaults.</value>
    public OptimizerFactory Optimizer { get; set; } = Optimizers.AdamW();

    /// <summary>Parameters with an optimizer of their own. A parameter belongs to one group at most.</summary>
    /// <value>None: <see cref="Optimizer"/> trains all.</value>
    public IReadOnlyList<ParameterGroup> Groups { get; set; } = [];

    /// <summary>How the learning rate changes.</summary>
    /// <value>Constant.</value>
    public ILearningRateSchedule Schedule { get; set; } = Optimization.Schedules.Constant();

    /// <summary>Batches whose gradients are averaged into one optimizer step. The last step of an epoch may have fewer; it is divided by the number it has.</summary>
    /// <value>1.</value>
    public int AccumulateBatches { get; set; } = 1;

    /// <summary>How much each batch of such a step counts.</summary>
    /// <value><see cref="BatchWeighting.Rows"/>: the step is that of one large batch.</value>
    public BatchWeighting WeighBatches { get; set; }

    /// <summary>The numbers that forward and backward passes compute with. Weights, gradients and optimizer state are 32-bit floats in each.</summary>
    /// <value><see cref="TrainingPrecision.Float32"/>.</value>
    public TrainingPrecision Precision { get; set; }

    /// <summary>How the loss is scaled with <see cref="TrainingPrecision.Float16"/>.</summary>
    public LossScaleOptions LossScale { get; set; } = new();

    /// <summary>A moving average of the weights, which validations judge and the module ends with.</summary>
    /// <value>Null: none.</value>
    public EmaOptions? Ema { get; set; }

    /// <summary>A mean of the weights of the last epochs, which validations judge and the module ends with. Not beside <see cref="Ema"/>.</summary>
    /// <value>Null: none.</value>
    public SwaOptions? Swa { get; set; }

    /// <summary>Scales the gradients so that the norm of all together is at most this.</summary>
    /// <value>Null: no.</value>
    public double? ClipNorm { get; set; }

    /// <summary>Cuts every element of the gradients to plus or minus this.</summary>
    /// <value>Null: no.</value>
    public double? ClipValue { get; set; }

    /// <summary>Whether gradients are asked for NaN and infinity before each step, in one pass that gives their norm too. Without it, they are found only where gradients are clipped by norm or the loss is scaled, or when the next loss is not finite.</summary>
    /// <value>True.</value>
    public bool CheckGradients { get; set; } = true;

    /// <summary>Leaves batches out whose loss stands out.</summary>
    /// <value>Null: none is left out.</value>
    public SpikeGuardOptions? SpikeGuard { get; set; }

    /// <summary>What a loss or a gradient that is not finite does.</summary>
    /// <value><see cref="NonFiniteLoss.Fail"/>.</value>
    public NonFiniteLoss OnNonFiniteLoss { get; set; }

    /// <summary>Epochs between validations; 0 for none at the end of an epoch.</summary>
    /// <value>1.</value>
    public int ValidateEveryEpochs { get; set; } = 1;

    /// <summary>Optimizer steps between validations, beside those at the end of epochs.</summary>
    /// <value>Null: none.</value>
    public long? ValidateEverySteps { get; set; }

    /// <summary>The figure that early stopping, the best checkpoint and the best weights go by.</summary>
    /// <value>"validation/loss".</value>
    public string Monitor { get; set; } = "validation/loss";

    /// <summary>Which way the monitored figure gets better.</summary>
    /// <value><see cref="MonitorMode.Min"/>.</value>
    public MonitorMode MonitorMode { get; set; }

    /// <summary>When to stop early.</summary>
    /// <value>Null: not.</value>
    public EarlyStoppingOptions? EarlyStopping { get; set; }

    /// <summary>Whether the module ends with the weights of its best validation instead of the last ones.</summary>
    /// <value>True.</value>
    public bool RestoreBest { get; set; } = true;

    /// <summary>Checkpoints and resuming.</summary>
    /// <value>Null: none.</value>
    public CheckpointOptions? Checkpoints { get; set; }

    /// <summary>Device: cpu, cuda, cuda:N, auto.</summary>
    /// <value>"cpu".</value>
    public string Device { get; set; } = "cpu";

    /// <summary>Threads that one operation on the CPU may use in this training. Sums of floats depend on it in the last bit. Small steps are slower on many: the threads wait for each other.</summary>
    /// <value>Null: <see cref="Runtime.LibtorchOptions.Threads"/>, or what libtorch chose when it was loaded, usually the physical cores.</value>
    public int? Threads { get; set; }

    /// <summary>Seed of everything random in a step (dropout). The order of the data has the seed of its source.</summary>
    /// <value>0.</value>
    public long Seed { get; set; }

    /// <summary>Lets libtorch take only operations that give the same bits each time, and fail where it has none. On the CPU a training with the same seed and threads does so without it; on CUDA set <c>CUBLAS_WORKSPACE_CONFIG=:4096:8</c> too. The switch belongs to the process while the training runs, and makes it slower.</summary>
    /// <value>False.</value>
    public bool Deterministic { get; set; }

    /// <summary>Measures where the time of the steps goes: <see cref="TrainingResult.Profile"/>, and the log.</summary>
    /// <value>False.</value>
    public bool Profile { get; set; }

    /// <summary>Steps between points in the catalog.</summary>
    /// <value>1.</value>
    public int LogEverySteps { get; set; } = 1;

    /// <summary>Least time between two reports of progress.</summary>
    /// <value>A fifth of a second.</value>
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The run in the catalog.</summary>
    public TrackingOptions Tracking { get; set; } = new();

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Must(Epochs is not null || MaxSteps is not null || MaxTime is not null, "A training needs a limit: set Epochs, MaxSteps or MaxTime.")
        .AtLeast(Epochs, 1)
        .AtLeast(MaxSteps, 1)
        .Above(MaxTime, TimeSpan.Zero)
        .Set(Optimizer)
        .Set(Schedule)
        .Set(Tracking)
        .Nested(Tracking?.Logging)
        .Text(Monitor)
        .Text(Device)
        .AtLeast(AccumulateBatches, 1)
        .AtLeast(ValidateEveryEpochs, 0)
        .AtLeast(ValidateEverySteps, 1)
        .AtLeast(LogEverySteps, 1)
        .AtLeast(Threads, 1)
        .Above(ClipNorm, 0)
        .Above(ClipValue, 0)
        .Must(ClipNorm is null || ClipValue is null, $"Gradients are clipped by norm or by value, not both; {nameof(ClipNorm)} is {ClipNorm}, {nameof(ClipValue)} {ClipValue}.")
        .Set(Groups)
        .Set(LossScale)
        .Must(Ema is null || Swa is null, $"Weights are averaged in one way: set {nameof(Ema)} or {nameof(Swa)}, not both.")
        .All(Groups?.GroupBy(g => g.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"{nameof(Groups)} have names of their own; '{g.Key}' stands there {g.Count()} times."))
        .Nested(LossScale)
        .Nested(Ema)
        .Nested(Swa)
        .Nested(SpikeGuard)
        .Nested(EarlyStopping)
        .Nested(Checkpoints);

    /// <summary>The schedules of all parameters.</summary>
    internal IEnumerable<ILearningRateSchedule> Schedules => Groups.Select(g => g.Schedule).OfType<ILearningRateSchedule>().Append(Schedule);

    internal TrainerOptions Copy() => (TrainerOptions)MemberwiseClone();
}
