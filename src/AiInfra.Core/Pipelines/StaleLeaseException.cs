namespace AiInfra.Core.Pipelines;

/// <summary>A worker came too late: another took the step up since, or finished it. Its result is not used.</summary>
public sealed class StaleLeaseException(StepLease lease, Exception? inner = null)
    : AiInfraException($"The lease {lease.Token} of {lease.Owner} on step {lease.Memo[..8]} is no longer the newest: another worker took the step up. This result is dropped; theirs counts.", inner)
{
    /// <summary>The lease that is too old.</summary>
    public StepLease Lease { get; } = lease;
}
