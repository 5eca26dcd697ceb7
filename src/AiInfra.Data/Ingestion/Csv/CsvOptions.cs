using System.Text;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion.Csv;

/// <summary>How to read a file of delimited text. What is not set is found out from the file and shown in its <see cref="CsvProfile"/>.</summary>
public sealed class CsvOptions
{
    /// <summary>Delimiter; null finds out among comma, tab, semicolon, bar, and blanks of any number (at least three columns).</summary>
    public char? Delimiter { get; set; }

    /// <summary>Whether the first record holds names; null finds out. Without a header the names are column1, column2…</summary>
    public bool? HasHeader { get; set; }

    /// <summary>Encoding; null finds out by byte order mark, then zero bytes (UTF-16), then whether the file is valid UTF-8, else Windows-1252.</summary>
    public Encoding? Encoding { get; set; }

    /// <summary>Data rows from which the kinds of the columns are inferred.</summary>
    /// <value>10,000. For learning, set it to the length of the training part: later rows then decide nothing.</value>
    public int SampleRows { get; set; } = 10_000;

    /// <summary>Kinds that are known, by cleaned column name; they are not inferred.</summary>
    public IDictionary<string, ValueKind> Kinds { get; } = new Dictionary<string, ValueKind>(StringComparer.Ordinal);

    /// <summary>Share of a column's sample cells (0 to 1) that may not fit a kind which the others fit. Beyond it the column is text.</summary>
    /// <value>0.01: a column of numbers with one stray word in a hundred cells or more rarely stays a column of numbers, and the words are misfits.</value>
    public double MisfitTolerance { get; set; } = 0.01;

    /// <summary>What happens to a cell that does not fit its column's kind.</summary>
    /// <value><see cref="MisfitCell.RejectRow"/>.</value>
    public MisfitCell Misfits { get; set; } = MisfitCell.RejectRow;

    /// <summary>Texts that stand for no value, compared ignoring case.</summary>
    /// <value><see cref="MissingMarkers.Default"/>.</value>
    public IReadOnlyList<string> Missing { get; set; } = MissingMarkers.Default;

    /// <summary>Whether quotes enclose fields, as RFC 4180 says. Turn it off for files, often tab-delimited, in which a quote is a character like any other.</summary>
    /// <value>true.</value>
    public bool Quotes { get; set; } = true;

    /// <summary>Whether blanks and tabs around a cell are taken off (outside quotes always; inside quotes never).</summary>
    /// <value>true.</value>
    public bool TrimBlanks { get; set; } = true;

    /// <summary>Most bytes of one record. A longer one is put aside and skipped without being held in memory.</summary>
    /// <value>1 MiB (1,048,576).</value>
    public int MaxRecordBytes { get; set; } = 1 << 20;

    /// <summary>Most columns; a file with more is refused.</summary>
    /// <value>10,000.</value>
    public int MaxColumns { get; set; } = 10_000;

    /// <summary>Kinds that the properties of a record ask for, by column name.</summary>
    internal Func<string, ValueKind?>? KindOf { get; set; }

    internal CsvOptions Clone()
    {
        var clone = new CsvOptions
        {
            Delimiter = Delimiter,
            HasHeader = HasHeader,
            Encoding = Encoding,
            SampleRows = SampleRows,
            MisfitTolerance = MisfitTolerance,
            Misfits = Misfits,
            Missing = Missing,
            Quotes = Quotes,
            TrimBlanks = TrimBlanks,
            MaxRecordBytes = MaxRecordBytes,
            MaxColumns = MaxColumns,
            KindOf = KindOf,
        };
        foreach ((string column, ValueKind kind) in Kinds)
        {
            clone.Kinds.Add(column, kind);
        }

        return clone;
    }

    internal void Validate()
    {
        if (Delimiter is { } d && (d is '"' or '\r' or '\n' || d > 127))
        {
            throw new ArgumentException($"Delimiter is {(int)d}; an ASCII character other than quote and line end is expected.");
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(SampleRows);
        ArgumentOutOfRangeException.ThrowIfLessThan(MisfitTolerance, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(MisfitTolerance, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRecordBytes, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRecordBytes, 1 << 30);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxColumns);
        ArgumentNullException.ThrowIfNull(Missing);
        foreach ((string column, ValueKind kind) in Kinds)
        {
            if (kind == ValueKind.Missing || !Enum.IsDefined(kind))
            {
                throw new ArgumentException($"Kinds says {kind} for column '{column}'; number, text, boolean or instant is expected.");
            }
        }
    }
}
