namespace AiInfra.Core.Pipelines;

/// <summary>The answer to a claim: a lease, or why there is none (the step is done, or somebody else holds it).</summary>
/// <param name="Record">The step as it stands now.</param>
/// <param name="Lease">The lease, when it was granted.</param>
public sealed record StepClaim(StepRecord Record, StepLease? Lease);
