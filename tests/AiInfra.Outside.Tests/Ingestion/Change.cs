namespace AiInfra.Outside.Tests.Ingestion;

/// <summary>An entry of a change log: what a table's new row says, as text.</summary>
internal sealed record Change(long Sequence, string? Customer, string? Message, string? Amount);
