namespace AiInfra.Data.Ingestion;

/// <summary>A record that a step leaves out. Made by <see cref="StepResult.Drop"/>.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="By">What decided; null where the outcome says it all.</param>
public readonly record struct DroppedRecord(string Outcome, string? By);
