namespace AiInfra.Observability.Quality;

/// <summary>A metric that threw.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Times">How often it has.</param>
/// <param name="Error">What it threw.</param>
internal sealed record MetricFault(string Metric, long Times, Exception Error);
