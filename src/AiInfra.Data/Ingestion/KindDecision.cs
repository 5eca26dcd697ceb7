using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>The kind of a column as its sample says.</summary>
internal readonly record struct KindDecision(ValueKind Kind, CellFormat Format, long Misfits, string? Note);
