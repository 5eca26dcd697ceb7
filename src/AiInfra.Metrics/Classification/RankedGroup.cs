namespace AiInfra.Metrics.Classification;

/// <summary>The rows that share a score.</summary>
/// <param name="Score">The score.</param>
/// <param name="Positive">Weight of the positive rows that have it.</param>
/// <param name="Negative">Weight of the negative rows that have it.</param>
public readonly record struct RankedGroup(double Score, double Positive, double Negative);
