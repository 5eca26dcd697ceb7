namespace AiInfra.Training.Checkpoints;

/// <summary>Where and when checkpoints are written, and whether a training takes up where one stands.</summary>
public sealed class CheckpointOptions : ICheckedOptions
{
    /// <summary>Directory for one training's checkpoints.</summary>
    public required string Directory { get; set; }

    /// <summary>Optimizer steps between checkpoints.</summary>
    /// <value>Null: none by steps.</value>
    public long? EverySteps { get; set; }

    /// <summary>Epochs between checkpoints; 0 for none at the end of an epoch.</summary>
    /// <value>1.</value>
    public int EveryEpochs { get; set; } = 1;

    /// <summary>Time between checkpoints, taken at the first step after it.</summary>
    /// <value>Null: none by time.</value>
    public TimeSpan? EveryTime { get; set; }

    /// <summary>Whether a validation that is among the best of those kept leaves a checkpoint at once. Otherwise only those that are due anyway are ranked.</summary>
    /// <value>False.</value>
    public bool WhenBest { get; set; }

    /// <summary>How many of the newest are kept.</summary>
    /// <value>2.</value>
    public int KeepLast { get; set; } = 2;

    /// <summary>How many of the best by the monitored figure are kept beside them. Only those of weights that were validated are ranked; NaN is the worst.</summary>
    /// <value>1.</value>
    public int KeepBest { get; set; } = 1;

    /// <summary>Whether files are written while the training goes on: it waits only for a copy of its state in memory, and for the file before where that is not done. Takes the memory of one copy. Otherwise each checkpoint is on disk before the next step.</summary>
    /// <value>True.</value>
    public bool InBackground { get; set; } = true;

    /// <summary>Whether a cancelled training leaves a checkpoint at the step it reached.</summary>
    /// <value>True.</value>
    public bool SaveOnCancel { get; set; } = true;

    /// <summary>Whether a training that ends with an error of its data, a callback or a validation leaves a checkpoint where it stood. After an error amid a step there is none: its weights may be changed in part.</summary>
    /// <value>False.</value>
    public bool SaveOnError { get; set; }

    /// <summary>Whether the training resumes from the newest checkpoint in the directory that is whole and its own. Without one it starts fresh; where there are some and none can be taken up, it does not start.</summary>
    /// <value>True.</value>
    public bool Resume { get; set; } = true;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Text(Directory)
        .Above(EverySteps, 0)
        .AtLeast(EveryEpochs, 0)
        .Above(EveryTime, TimeSpan.Zero)
        .AtLeast(KeepLast, 1)
        .AtLeast(KeepBest, 0);
}
