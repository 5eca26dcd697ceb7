using AiInfra.Core.Rows;
using AiInfra.Data.Cells;

namespace AiInfra.Data.Sources.Csv;

/// <summary>Makes the last record of a block as wide as the table, where that loses nothing.</summary>
internal static class CsvWidths
{
    /// <summary>Fills up fields that are not there, and drops empty ones beyond the last column; both are counted. False where the record is ragged.</summary>
    public static bool Fit(CsvDialect dialect, ReadOnlySpan<byte> buffer, int firstField, int columns, CsvBlock block)
    {
        ReadOnlySpan<CsvField> record = block.AllFields[firstField..];
        if (dialect.Width == CsvWidth.Exact || (record.Length == 1 && (!dialect.PadsSingle || !IsValue(buffer, record[0]))))
        {
            return false;
        }

        if (record.Length < columns)
        {
            int at = record[^1].Start + record[^1].Length;
            for (int i = record.Length; i < columns; i++)
            {
                block.AddField(new CsvField(at, 0, false));
            }

            block.Short++;
            return true;
        }

        foreach (CsvField field in record[columns..])
        {
            if (Blanks.Trim(buffer.Slice(field.Start, field.Length)).Length > 0)
            {
                return false;
            }
        }

        block.DropFieldsFrom(firstField + columns);
        block.Surplus++;
        return true;
    }

    // A text alone may be a footnote, or half a record.
    private static bool IsValue(ReadOnlySpan<byte> buffer, CsvField field) =>
        buffer.Slice(field.Start, field.Length) is var cell && (CellParser.TryNumber(cell, out _) || CellParser.TryInstant(cell, out _));
}
