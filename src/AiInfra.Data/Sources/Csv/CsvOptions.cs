using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Cells;

namespace AiInfra.Data.Sources.Csv;

/// <summary>How to read a file of delimited text. What is not set is found out from the file and shown in its <see cref="CsvProfile"/>.</summary>
public sealed class CsvOptions : ICheckedOptions
{
    /// <summary>Delimiter; null finds out: by a first line such as "sep=;", else among comma, tab, semicolon, bar, and blanks of any number (at least three columns).</summary>
    /// <value>null.</value>
    public char? Delimiter { get; set; }

    /// <summary>Whether the first record holds names; null finds out by contrast with the rows below. Without a header the names are column1, column2…</summary>
    /// <value>null.</value>
    public bool? HasHeader { get; set; }

    /// <summary>Whether the first field of every row is a name of the row without a name of its own, as R writes tables; null finds out, where the header has one name fewer than the rows have fields. The column is called "row".</summary>
    /// <value>null.</value>
    public bool? RowNames { get; set; }

    /// <summary>Encoding; null finds out by byte order mark, then zero bytes (UTF-16), then the share of valid UTF-8, then among Windows code pages and East Asian encodings, which is a guess. Bytes that are text in none of them are refused.</summary>
    /// <value>null.</value>
    public Encoding? Encoding { get; set; }

    /// <summary>Lines at the beginning of the file that are passed over, whatever they hold.</summary>
    /// <value>0: a title, comments and blank rows above the table are found out.</value>
    public int SkipLines { get; set; }

    /// <summary>What a comment begins with: such lines are passed over wherever they stand, and counted. Null knows comments (#) above the table only.</summary>
    /// <value>null.</value>
    public string? CommentPrefix { get; set; }

    /// <summary>The columns to take, by cleaned name, in this order; null takes all.</summary>
    /// <value>null.</value>
    public IReadOnlyList<string>? Columns { get; set; }

    /// <summary>The decimal mark of all numbers, '.' or ','; null finds out.</summary>
    /// <value>null.</value>
    public char? DecimalMark { get; set; }

    /// <summary>The mark between thousands of all numbers, '.' or ','; null finds out. It decides <see cref="DecimalMark"/>, which is the other. Blanks and apostrophes between thousands are always read.</summary>
    /// <value>null.</value>
    public char? ThousandsMark { get; set; }

    /// <summary>The order of day and month in dates such as 1/2/2024; null finds out. Found out, a later date that only the other order takes ends the reading; said here, its row is put aside.</summary>
    /// <value>null.</value>
    public DateOrder? DateOrder { get; set; }

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

    /// <summary>Texts that stand for no value, compared ignoring case. A list of yours is taken by the letter in every column.</summary>
    /// <value><see cref="MissingMarkers.Default"/>, in which a column's other values have a say; in a column of numbers, times or booleans also other signs and words for nothing ("..", "#NULL!", "unknown"), each told in a note.</value>
    public IReadOnlyList<string> Missing { get; set; } = MissingMarkers.Default;

    /// <summary>Texts that stand for no value beside <see cref="Missing"/>, in every column.</summary>
    public IList<string> AddMissing { get; } = [];

    /// <summary>Texts that are values in every column, whatever <see cref="Missing"/> says.</summary>
    public IList<string> KeepValues { get; } = [];

    /// <summary>Texts that stand for no value in one column, by its cleaned name: the whole list for that column.</summary>
    public IDictionary<string, IReadOnlyList<string>> MissingOf { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Whether quotes enclose fields, as RFC 4180 says. Turn it off for files, often tab-delimited, in which a quote is a character like any other.</summary>
    /// <value>true.</value>
    public bool Quotes { get; set; } = true;

    /// <summary>The character that encloses fields.</summary>
    /// <value>'"'.</value>
    public char Quote { get; set; } = '"';

    /// <summary>A character that takes the meaning from the next one between quotes, often '\\'; null knows the doubled quote only.</summary>
    /// <value>null.</value>
    public char? Escape { get; set; }

    /// <summary>What becomes of records with fewer or more fields than the table has columns.</summary>
    /// <value><see cref="CsvWidth.Tolerant"/>.</value>
    public CsvWidth Width { get; set; } = CsvWidth.Tolerant;

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

    /// <summary>Whether the numbers of a column go where all their digits have room, by column name.</summary>
    internal Func<string, bool>? HoldsDigits { get; set; }

    /// <summary>What the options say of point and comma.</summary>
    internal NumberMarks? Marks => (DecimalMark, ThousandsMark) switch
    {
        ('.', _) or (null, ',') => NumberMarks.Point,
        (',', _) or (null, '.') => NumberMarks.Comma,
        _ => null,
    };

    internal CsvOptions Clone()
    {
        var clone = new CsvOptions
        {
            Delimiter = Delimiter,
            HasHeader = HasHeader,
            RowNames = RowNames,
            Encoding = Encoding,
            SkipLines = SkipLines,
            CommentPrefix = CommentPrefix,
            Columns = Columns,
            DecimalMark = DecimalMark,
            ThousandsMark = ThousandsMark,
            DateOrder = DateOrder,
            SampleRows = SampleRows,
            MisfitTolerance = MisfitTolerance,
            Misfits = Misfits,
            Missing = Missing,
            Quotes = Quotes,
            Quote = Quote,
            Escape = Escape,
            Width = Width,
            TrimBlanks = TrimBlanks,
            MaxRecordBytes = MaxRecordBytes,
            MaxColumns = MaxColumns,
            KindOf = KindOf,
            HoldsDigits = HoldsDigits,
        };
        CopyTo(clone);
        return clone;
    }

    /// <summary>What stands for no value in a column that goes by one of these names.</summary>
    internal MissingRules RulesOf(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (MissingOf.TryGetValue(name, out IReadOnlyList<string>? own))
            {
                return new MissingRules(own, []);
            }
        }

        bool isOwn = !ReferenceEquals(Missing, MissingMarkers.Default);
        string[] kept = [.. Missing.Where(m => !KeepValues.Contains(m, StringComparer.OrdinalIgnoreCase))];
        return new MissingRules([.. isOwn ? kept : [], .. AddMissing], isOwn ? [] : kept) { Kept = [.. KeepValues] };
    }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Must(!(Delimiter is { } d && ((Quotes && d == Quote) || d is '\r' or '\n' || d > 127)), $"{nameof(Delimiter)} is an ASCII character other than quote and line end; it is the character {(int)(Delimiter ?? default)}.")
        .Must(Quote is not ('\r' or '\n' or '\0' or > '\u007F') && Escape is not ('\r' or '\n' or '\0' or > '\u007F') && !(Escape is { } e && e == Delimiter), $"{nameof(Quote)} and {nameof(Escape)} are ASCII characters other than line ends and the delimiter.")
        .Must(DecimalMark is null or '.' or ',' && ThousandsMark is null or '.' or ',' && !(DecimalMark is { } mark && mark == ThousandsMark), $"{nameof(DecimalMark)} and {nameof(ThousandsMark)} are '.' or ',', and not the same; they are '{DecimalMark}' and '{ThousandsMark}'.")
        .Must(CommentPrefix is not { Length: 0 } && Columns is not { Count: 0 }, $"{nameof(CommentPrefix)} and {nameof(Columns)} are null or not empty.")
        .AtLeast(SkipLines, 0)
        .AtLeast(SampleRows, 1)
        .Below(MisfitTolerance, 0, 1)
        .Between(MaxRecordBytes, 16, 1 << 30)
        .AtLeast(MaxColumns, 1)
        .Set(Missing)
        .All(Kinds.Where(k => k.Value == ValueKind.Missing || !Enum.IsDefined(k.Value)).Select(k => $"{nameof(Kinds)} says {k.Value} for column '{k.Key}'; number, text, boolean or instant is expected."));

    private void CopyTo(CsvOptions clone)
    {
        foreach ((string column, ValueKind kind) in Kinds)
        {
            clone.Kinds.Add(column, kind);
        }

        foreach ((string column, IReadOnlyList<string> markers) in MissingOf)
        {
            clone.MissingOf.Add(column, markers);
        }

        foreach (string marker in AddMissing)
        {
            clone.AddMissing.Add(marker);
        }

        foreach (string value in KeepValues)
        {
            clone.KeepValues.Add(value);
        }
    }
}
