using AiInfra.Training.Checkpoints;

namespace AiInfra.Training.Loop;

/// <summary>Takes checkpoints of a training, and tells the catalog and the callbacks what became of them.</summary>
internal sealed class CheckpointStage(CheckpointKeeper keeper, RunLog log, CallbackList callbacks) : IDisposable
{
    public CheckpointKeeper Keeper => keeper;

    /// <summary>Takes a checkpoint and begins to write it. Waits for the one before. The file waits for the catalog: a checkpoint never knows of more points than it.</summary>
    public async Task SaveAsync(TrainerState state, double? score, IReadOnlyList<IStateful> parts, CancellationToken cancellationToken)
    {
        await HearAsync(cancellationToken).ConfigureAwait(false);
        Task logged = log.FlushAsync();
        if (!keeper.InBackground)
        {
            await logged.ConfigureAwait(false);
        }

        keeper.Begin(state.Step, state.Epoch, score, parts, logged);
        if (!keeper.InBackground)
        {
            await HearAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the checkpoint that is being written and tells what became of it. Its path where it was written.</summary>
    public async Task<string?> HearAsync(CancellationToken cancellationToken)
    {
        switch (await keeper.WaitAsync().ConfigureAwait(false))
        {
            case CheckpointInfo written:
                await callbacks.CheckpointAsync(written.Path, cancellationToken).ConfigureAwait(false);
                return written.Path;
            case CheckpointFailure failure:
                await log.WriteAsync("checkpoint/failed", keeper.Failed, failure.Step).ConfigureAwait(false);
                await callbacks.CheckpointFailedAsync(failure, cancellationToken).ConfigureAwait(false);
                return null;
            default:
                return null;
        }
    }

    public void Dispose() => keeper.Dispose();
}
