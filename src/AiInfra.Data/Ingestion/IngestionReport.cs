namespace AiInfra.Data.Ingestion;

/// <summary>What became of every row that was read.</summary>
public sealed record IngestionReport
{
    /// <summary>Name of the ingestion.</summary>
    public required string Name { get; init; }
}
