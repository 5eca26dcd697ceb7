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

    /// <summary>How many of the newest are kept.</summary>
    /// <value>2.</value>
    public int KeepLast { get; set; } = 2;

    /// <summary>How many of the best by the monitored figure are kept beside them.</summary>
    /// <value>1.</value>
    public int KeepBest { get; set; } = 1;

    /// <summary>Whether a cancelled training leaves a checkpoint at the step it reached.</summary>
    /// <value>True.</value>
    public bool SaveOnCancel { get; set; } = true;

    /// <summary>Whether the training resumes from the newest undamaged checkpoint in the directory. Without one it starts fresh.</summary>
    /// <value>True.</value>
    public bool Resume { get; set; } = true;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Text(Directory)
        .Above(EverySteps, 0)
        .AtLeast(EveryEpochs, 0)
        .AtLeast(KeepLast, 1)
        .AtLeast(KeepBest, 0);
}
