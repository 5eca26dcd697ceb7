using AiInfra.Data.Datasets;

namespace AiInfra.Data.Ingestion;

/// <summary>What an ingestion made.</summary>
/// <param name="Dataset">The dataset as committed.</param>
/// <param name="Report">What became of every row.</param>
public sealed record IngestionResult(Dataset Dataset, IngestionReport Report);
