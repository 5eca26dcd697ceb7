namespace AiInfra.Data.Ingestion;

/// <summary>A record that a step puts aside. Made by <see cref="StepResult.Reject"/>.</summary>
/// <param name="Reason">A short, stable word.</param>
/// <param name="Detail">What was expected and what was found.</param>
public readonly record struct RejectedRecord(string Reason, string Detail);
