using AiInfra.Core.Storage;

namespace AiInfra.Core.Pipelines;

/// <summary>Remembers steps' results and who works on which step: the only truth about pipelines. Every method is one transaction.</summary>
public interface IPipelineLedger
{
    /// <summary>A step by <see cref="StepIdentity.Memo"/>, or null.</summary>
    Task<StepRecord?> FindAsync(string memo, CancellationToken cancellationToken = default);

    /// <summary>The record of a step and partition that was done last, under whatever identity, or null.</summary>
    Task<StepRecord?> LastDoneAsync(string pipeline, string step, string partition, CancellationToken cancellationToken = default);

    /// <summary>Takes a step up, unless it is done or somebody holds it.</summary>
    /// <param name="step">The step.</param>
    /// <param name="owner">Who asks.</param>
    /// <param name="duration">How long the lease holds without renewal.</param>
    /// <param name="takeOver">The token of a lease to take over before it ends, because its owner is known to be dead.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<StepClaim> ClaimAsync(StepIdentity step, string owner, TimeSpan duration, long? takeOver = null, CancellationToken cancellationToken = default);

    /// <summary>Holds a lease for longer; false when it is no longer the newest.</summary>
    Task<bool> RenewAsync(StepLease lease, TimeSpan duration, CancellationToken cancellationToken = default);

    /// <summary>Records the result and ends the lease. Digests of artifacts in the result become roots of garbage collection.</summary>
    /// <exception cref="StaleLeaseException">The lease is no longer the newest; nothing changed.</exception>
    Task CompleteAsync(StepLease lease, string resultJson, TimeSpan took, CancellationToken cancellationToken = default);

    /// <summary>Records a failure and ends the lease. A lease that is no longer the newest changes nothing.</summary>
    Task FailAsync(StepLease lease, string error, TimeSpan took, CancellationToken cancellationToken = default);

    /// <summary>Gives a step back undone. A lease that is no longer the newest changes nothing.</summary>
    Task ReleaseAsync(StepLease lease, CancellationToken cancellationToken = default);

    /// <summary>Forgets a result, so that the step runs again; false when there was none.</summary>
    Task<bool> ForgetAsync(string memo, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes records that nobody holds and that changed last before <see cref="Pruning.Before"/>, in one transaction, so that their artifacts may be collected. Those steps run again when they are asked for.
    /// The record of a done step stays as long as another step of its pipeline and partition is unfinished and not as old, or held: a resume needs it.
    /// </summary>
    /// <exception cref="ArgumentException"><see cref="Pruning.Rows"/> or <see cref="Pruning.Bytes"/> is set.</exception>
    Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default);

    /// <summary>Records of a pipeline, the newest first.</summary>
    Task<IReadOnlyList<StepRecord>> ListAsync(string pipeline, int take = 100, CancellationToken cancellationToken = default);
}
