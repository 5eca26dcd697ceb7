using AiInfra.Core.Sketches;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Monitoring;

/// <summary>What a version is compared with.</summary>
/// <param name="Inputs">Summary of its training data; null learns it from the first inputs.</param>
/// <param name="Quality">Its losses in its own evaluation; null takes its first labelled rows.</param>
public sealed record MonitorReference(TableSummary? Inputs, QualityBaseline? Quality = null);
