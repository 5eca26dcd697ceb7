using System.Text;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.Csv;

/// <summary>What becomes of a record when its line ends: the header, a line to pass over, a blank line, a record that has too many or too few fields, or one more record of the block.</summary>
internal sealed class CsvRecordEnds(CsvDialect dialect, string source, bool hasHeader)
{
    private bool _headerPending = hasHeader;
    private int _passing = hasHeader ? dialect.AfterHeader : 0;

    /// <summary>The first record's fields, where it is a header; null before it was read.</summary>
    public string[]? Header { get; private set; }

    /// <summary>Blank lines that wait for another record.</summary>
    public CsvBlankLines Blanks { get; } = new();

    /// <summary>Takes a record whose fields are those of the block from <paramref name="firstField"/> on.</summary>
    public void Take(ReadOnlySpan<byte> buffer, int start, int end, long line, int firstField, int columns, CsvBlock block)
    {
        int fields = block.Fields - firstField;
        if (fields == 1 && buffer[start..end].IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            // An empty line is no record; in a table of one column it is a missing value, where another record follows.
            block.DropFieldsFrom(firstField);
            Blanks.Add(line);
            return;
        }

        if (_headerPending)
        {
            _headerPending = false;
            Blanks.Clear();
            Header = new string[fields];
            for (int i = 0; i < fields; i++)
            {
                Header[i] = CsvText.Decode(buffer, block.AllFields[firstField + i], dialect);
            }

            block.DropFieldsFrom(firstField);
            return;
        }

        if (_passing > 0)
        {
            _passing--;
            block.DropFieldsFrom(firstField);
            return;
        }

        if (Blanks.Count > 0)
        {
            firstField = Blanks.Pass(start, firstField, columns, block);
        }

        if (columns != 0 && fields != columns && !CsvWidths.Fit(dialect, buffer, firstField, columns, block))
        {
            block.DropFieldsFrom(firstField);
            block.Rejected.Add(Reject(buffer, start, end, line, RejectReason.Ragged, $"{columns} fields are expected, {fields} were found"));
            return;
        }

        block.EndRecord(firstField, line, start);
    }

    public RejectedRow Reject(ReadOnlySpan<byte> buffer, int start, int end, long line, string reason, string detail) =>
        new(source, line, null, reason, detail, Content(buffer[start..end]));

    private static string Content(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 1000)]).TrimEnd('\r', '\n');
}
