using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>What a source read in one step: good rows, and those it put aside.</summary>
/// <param name="Rows">The rows that fit.</param>
/// <param name="Rejected">The rows that do not. Rows read = rows that fit + rows put aside.</param>
/// <param name="BytesRead">Bytes of the source consumed so far, from its beginning; 0 where that is not known.</param>
public sealed record SourceBatch(RowBatch Rows, IReadOnlyList<RejectedRow> Rejected, long BytesRead)
{
    /// <summary>Cells by column that did not fit their column's kind and became missing, where the source's options say so.</summary>
    public IReadOnlyDictionary<string, long> Coerced { get; init; } = NoneCoerced;

    /// <summary>What the source found out, passed over or changed on its own; said once, with the first batch or with the batch in which it came up. Counts of the same note add up.</summary>
    public IReadOnlyList<IngestionNote> Notes { get; init; } = [];

    /// <summary>Where a reading begins that goes on behind this batch; null where that is no place to begin at, or the source has none (<see cref="IResumableSource"/>).</summary>
    public SourcePosition? Position { get; init; }

    private static IReadOnlyDictionary<string, long> NoneCoerced { get; } = new Dictionary<string, long>();

    /// <inheritdoc />
    public override string ToString() => $"SourceBatch {{ Rows = {Rows}, Rejected = {Shown.List(Rejected)}, BytesRead = {BytesRead}, Coerced = {Shown.List(Coerced)}, Notes = {Shown.List(Notes)}, Position = {Position} }}";
}
