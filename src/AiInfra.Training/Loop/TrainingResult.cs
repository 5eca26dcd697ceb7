namespace AiInfra.Training.Loop;

/// <summary>How a training went.</summary>
public sealed record TrainingResult
{
    /// <summary>Why it ended.</summary>
    public required StopReason Reason { get; init; }

    /// <summary>Optimizer steps done.</summary>
    public required long Steps { get; init; }

    /// <summary>Epochs done in full.</summary>
    public required long Epochs { get; init; }

    /// <summary>Mean training loss of the last epoch, or of the part of it that was done.</summary>
    public required double TrainingLoss { get; init; }

    /// <summary>Best value of the monitored figure; NaN without validation.</summary>
    public required double BestScore { get; init; }

    /// <summary>Optimizer steps before the best validation; 0 without one.</summary>
    public required long BestStep { get; init; }

    /// <summary>All validations in order.</summary>
    public required IReadOnlyList<ValidationPoint> Validations { get; init; }

    /// <summary>Batches left out because their loss was not finite.</summary>
    public required long SkippedBatches { get; init; }

    /// <summary>Batches left out because their loss stood out (<see cref="TrainerOptions.SpikeGuard"/>).</summary>
    public long Spikes { get; init; }

    /// <summary>Steps left out because scaled gradients overflowed (<see cref="Precision.TrainingPrecision.Float16"/>); a few at the start are usual.</summary>
    public long Overflows { get; init; }

    /// <summary>Most memory that the process had in its life so far, in bytes; on CUDA that of the device is not in it.</summary>
    public long PeakMemory { get; init; }

    /// <summary>Where the time went since the start or resume, where <see cref="TrainerOptions.Profile"/> asked for it.</summary>
    public StepProfile? Profile { get; init; }

    /// <summary>Time spent, over all resumes.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Step of the checkpoint it resumed from; null where it started fresh.</summary>
    public long? ResumedFrom { get; init; }

    /// <summary>Checkpoints that could not be written, for want of space or of a right; the log says why. A resume begins at the newest one written.</summary>
    public int FailedCheckpoints { get; init; }

    /// <summary>Time that the training waited for its checkpoints: for copies of its state, and for files not yet written when the next was due.</summary>
    public TimeSpan CheckpointWait { get; init; }

    /// <summary>The run in the catalog, where there is one.</summary>
    public string? RunId { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"TrainingResult {{ Reason = {Reason}, Steps = {Steps}, Epochs = {Epochs}, TrainingLoss = {TrainingLoss}, BestScore = {BestScore}, BestStep = {BestStep}, Validations = {Shown.List(Validations)}, SkippedBatches = {SkippedBatches}, Spikes = {Spikes}, Overflows = {Overflows}, PeakMemory = {PeakMemory}, Profile = {Profile}, Elapsed = {Elapsed}, ResumedFrom = {ResumedFrom}, FailedCheckpoints = {FailedCheckpoints}, CheckpointWait = {CheckpointWait}, RunId = {RunId} }}";
}
