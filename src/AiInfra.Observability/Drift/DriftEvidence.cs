namespace AiInfra.Observability.Drift;

/// <summary>What a drift test found.</summary>
/// <param name="Statistic">How large the difference is, in the test's own measure.</param>
/// <param name="PValue">Chance of such a difference without a change, before any correction over columns.</param>
/// <param name="Large">Whether the test itself calls it large enough to matter. A column drifts when the difference is certain, and the test calls it large or its population stability index is.</param>
public readonly record struct DriftEvidence(double Statistic, double PValue, bool Large);
