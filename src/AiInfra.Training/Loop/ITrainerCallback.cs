namespace AiInfra.Training.Loop;

/// <summary>Hears of what happens in a training. Implement what is of interest. An error thrown here ends the training.</summary>
public interface ITrainerCallback
{
    /// <summary>After an optimizer step. False asks the training to stop.</summary>
    ValueTask<bool> OnStepAsync(StepInfo step, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    /// <summary>After a validation. False asks the training to stop.</summary>
    ValueTask<bool> OnValidationAsync(ValidationPoint validation, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    /// <summary>After a checkpoint was written.</summary>
    ValueTask OnCheckpointAsync(string path, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
