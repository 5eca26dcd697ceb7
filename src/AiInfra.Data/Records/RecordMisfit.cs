namespace AiInfra.Data.Records;

/// <summary>A row that a record cannot hold.</summary>
/// <param name="Line">Its line, 0 where it has none.</param>
/// <param name="Column">The column at fault.</param>
/// <param name="IsMissing">Whether a value is missing that the record must have; otherwise the value does not fit.</param>
/// <param name="Detail">What was expected and what was found.</param>
/// <param name="Content">The row.</param>
internal sealed record RecordMisfit(long Line, string Column, bool IsMissing, string Detail, string Content);
