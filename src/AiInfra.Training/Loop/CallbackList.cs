using AiInfra.Training.Checkpoints;

namespace AiInfra.Training.Loop;

/// <summary>Those who hear of a training, in order. Each may ask for its end; all are told before it ends.</summary>
internal sealed class CallbackList(IReadOnlyList<ITrainerCallback> callbacks)
{
    public bool IsEmpty => callbacks.Count == 0;

    public async ValueTask StepAsync(StepInfo step, TrainerState state, CancellationToken cancellationToken)
    {
        foreach (ITrainerCallback callback in callbacks)
        {
            GoOn(state, await callback.OnStepAsync(step, cancellationToken).ConfigureAwait(false));
        }
    }

    public async ValueTask ValidationAsync(ValidationPoint validation, TrainerState state, CancellationToken cancellationToken)
    {
        foreach (ITrainerCallback callback in callbacks)
        {
            GoOn(state, await callback.OnValidationAsync(validation, cancellationToken).ConfigureAwait(false));
        }
    }

    public async ValueTask CheckpointAsync(string path, CancellationToken cancellationToken)
    {
        foreach (ITrainerCallback callback in callbacks)
        {
            await callback.OnCheckpointAsync(path, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask CheckpointFailedAsync(CheckpointFailure failure, CancellationToken cancellationToken)
    {
        foreach (ITrainerCallback callback in callbacks)
        {
            await callback.OnCheckpointFailedAsync(failure, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void GoOn(TrainerState state, bool wanted) => state.Stopped ??= wanted ? null : StopReason.Requested;
}
