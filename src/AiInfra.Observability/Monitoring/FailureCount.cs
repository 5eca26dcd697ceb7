namespace AiInfra.Observability.Monitoring;

/// <summary>How many requests of a version failed for one reason.</summary>
/// <param name="Version">Version that should have answered.</param>
/// <param name="Kind">What failures are counted by, <see cref="Core.Signals.RequestFailure.Kind"/>; "other" for those of kinds beyond the first hundred.</param>
/// <param name="Count">How many.</param>
public sealed record FailureCount(int Version, string Kind, long Count);
