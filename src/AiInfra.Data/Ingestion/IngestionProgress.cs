namespace AiInfra.Data.Ingestion;

/// <summary>How far an ingestion is.</summary>
/// <param name="Read">Rows read.</param>
/// <param name="Outcomes">Rows by what became of them so far: those handed to the dataset as <see cref="RowOutcome.Written"/>, the others by their names.</param>
/// <param name="BytesRead">Bytes of the source read.</param>
/// <param name="TotalBytes">Bytes of the source, null where not known.</param>
/// <param name="Elapsed">Time since the start.</param>
public sealed record IngestionProgress(long Read, IReadOnlyDictionary<string, long> Outcomes, long BytesRead, long? TotalBytes, TimeSpan Elapsed)
{
    /// <summary>Rows handed to the dataset.</summary>
    public long Written => Outcomes.GetValueOrDefault(RowOutcome.Written);

    /// <summary>Rows put aside.</summary>
    public long Quarantined => Outcomes.GetValueOrDefault(RowOutcome.Quarantined);

    /// <inheritdoc />
    public override string ToString() => $"IngestionProgress {{ Read = {Read}, Outcomes = {Shown.List(Outcomes)}, BytesRead = {BytesRead}, TotalBytes = {TotalBytes}, Elapsed = {Elapsed} }}";
}
