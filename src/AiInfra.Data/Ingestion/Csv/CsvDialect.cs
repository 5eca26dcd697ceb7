namespace AiInfra.Data.Ingestion.Csv;

/// <summary>The characters that structure a file.</summary>
/// <param name="Delimiter">Between fields.</param>
/// <param name="NewLine">Ends a record: line feed, or carriage return in files that have no line feed.</param>
/// <param name="Quotes">Whether quotes enclose fields.</param>
/// <param name="TrimBlanks">Whether blanks around fields go.</param>
/// <param name="MaxRecordBytes">Most bytes of a record.</param>
/// <param name="MaxColumns">Most fields of a record.</param>
/// <param name="Preamble">Lines before the first record, passed over: comments, a title.</param>
internal sealed record CsvDialect(byte Delimiter, byte NewLine, bool Quotes, bool TrimBlanks, int MaxRecordBytes, int MaxColumns, int Preamble = 0);
