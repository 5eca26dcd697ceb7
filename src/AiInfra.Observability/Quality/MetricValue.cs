namespace AiInfra.Observability.Quality;

/// <summary>A metric over the window.</summary>
/// <param name="Name">Metric.</param>
/// <param name="Value">Its value as people know it (accuracy, MAE…).</param>
/// <param name="Rows">Rows that could be scored.</param>
public sealed record MetricValue(string Name, double Value, int Rows);
