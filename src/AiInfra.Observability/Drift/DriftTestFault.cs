namespace AiInfra.Observability.Drift;

/// <summary>A drift test that could not compare a column.</summary>
/// <param name="Test">Its name.</param>
/// <param name="Column">The column.</param>
/// <param name="Why">What it did: threw, or gave what cannot be.</param>
/// <param name="Error">What it threw; null where it answered.</param>
internal sealed record DriftTestFault(string Test, string Column, string Why, Exception? Error);
