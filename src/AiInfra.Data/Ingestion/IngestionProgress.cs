namespace AiInfra.Data.Ingestion;

/// <summary>How far an ingestion is.</summary>
/// <param name="Read">Rows read.</param>
/// <param name="Written">Rows handed to the dataset.</param>
/// <param name="Quarantined">Rows put aside.</param>
/// <param name="Filtered">Rows left out by filters.</param>
/// <param name="Duplicates">Rows left out as repeats.</param>
/// <param name="BytesRead">Bytes of the source read.</param>
/// <param name="TotalBytes">Bytes of the source, null where not known.</param>
/// <param name="Elapsed">Time since the start.</param>
public sealed record IngestionProgress(long Read, long Written, long Quarantined, long Filtered, long Duplicates, long BytesRead, long? TotalBytes, TimeSpan Elapsed);
