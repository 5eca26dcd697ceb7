namespace AiInfra.Core.Catalog.Events;

/// <summary>What one condition of a gate found.</summary>
/// <param name="Condition">The condition in words.</param>
/// <param name="Verdict">"Pass", "Fail" or "NotEnoughEvidence".</param>
/// <param name="Why">The reason in words.</param>
public sealed record GateCondition(string Condition = "", string Verdict = "", string Why = "");
