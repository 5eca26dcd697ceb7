using AiInfra.Training.Checkpoints;

namespace AiInfra.Training.Loop;

/// <summary>Hears of what happens in a training. Implement what is of interest. An error thrown here ends the training.</summary>
public interface ITrainerCallback
{
    /// <summary>After an optimizer step. False asks the training to stop.</summary>
    ValueTask<bool> OnStepAsync(StepInfo step, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    /// <summary>After a validation. False asks the training to stop.</summary>
    ValueTask<bool> OnValidationAsync(ValidationPoint validation, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    /// <summary>After a checkpoint was written: it is on disk by then, and the training may be some steps further.</summary>
    ValueTask OnCheckpointAsync(string path, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>After a checkpoint could not be written, for want of space or of a right. The training goes on.</summary>
    ValueTask OnCheckpointFailedAsync(CheckpointFailure failure, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
