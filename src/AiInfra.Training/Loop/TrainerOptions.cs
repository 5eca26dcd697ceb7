using AiInfra.Training.Checkpoints;

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

    /// <summary>Makes the optimizer.</summary>
    /// <value>AdamW with its defaults.</value>
    public OptimizerFactory Optimizer { get; set; } = Optimizers.AdamW();

    /// <summary>How the learning rate changes.</summary>
    /// <value>Constant.</value>
    public ILearningRateSchedule Schedule { get; set; } = Schedules.Constant();

    /// <summary>Batches whose gradients are averaged into one optimizer step. The last step of an epoch may have fewer; it is divided by the number it has.</summary>
    /// <value>1.</value>
    public int AccumulateBatches { get; set; } = 1;

    /// <summary>Scales the gradients so that the norm of all together is at most this.</summary>
    /// <value>Null: no.</value>
    public double? ClipNorm { get; set; }

    /// <summary>Cuts every element of the gradients to plus or minus this.</summary>
    /// <value>Null: no.</value>
    public double? ClipValue { get; set; }

    /// <summary>What a loss that is not finite does.</summary>
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
        .Nested(EarlyStopping)
        .Nested(Checkpoints);
}
