namespace AiInfra.Metrics.Ranking;

/// <summary>The value of one query.</summary>
/// <param name="Query">The query.</param>
/// <param name="Value">Its value; NaN when it was left out of the mean.</param>
/// <param name="Retrieved">Documents measured.</param>
/// <param name="Relevant">Relevant documents of the query, retrieved or not.</param>
public sealed record QueryScore(string Query, double Value, int Retrieved, int Relevant);
