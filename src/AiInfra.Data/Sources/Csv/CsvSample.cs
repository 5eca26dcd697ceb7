using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.Csv;

/// <summary>What was counted over the first rows of a file.</summary>
internal sealed class CsvSample(CsvOptions options, CsvDialect dialect, string[] first)
{
    private const int RowsThatMayCount = 100;

    private readonly MissingRules _rules = options.RulesOf();
    private byte[] _scratch = [];

    /// <summary>The first record.</summary>
    public string[] First => first;

    /// <summary>The second record, kept apart: it may hold units.</summary>
    public string[]? Second { get; private set; }

    public KindEvidence[] Columns { get; private set; } = [];

    public long Rows { get; private set; }

    public long Rejected { get; set; }

    public bool IsAll { get; set; } = true;

    /// <summary>Whether a row below the first counts from left to right.</summary>
    public bool Counts { get; private set; }

    /// <summary>Decides how wide the table is from the first records.</summary>
    public void Begin(CsvBlock block, ReadOnlySpan<byte> buffer)
    {
        int common = block.CommonWidth(), width = common;
        if (first.Length > common && first.Skip(common).Any(f => f.Length > 0))
        {
            // Rows whose writer left the last empty fields away are shorter than the names.
            width = Enumerable.Range(0, Math.Min(block.Records, 1000)).Any(r => block.Record(r) is var record && record.Length == first.Length) ? first.Length : common;
        }
        else if (first.Length < common && first.Length > 1 && options.HasHeader != false && (SurplusIsEmpty(block, buffer, common) || AsOftenAsWide(block, common)))
        {
            width = first.Length;
        }

        Columns = [.. Enumerable.Range(0, width).Select(c => new KindEvidence(RulesOf(c, width), dialect.Delimiter != (byte)',' || options.Marks == NumberMarks.Comma))];
    }

    public void Add(CsvBlock block, int record, ReadOnlySpan<byte> buffer)
    {
        ReadOnlySpan<CsvField> fields = block.Record(record);
        if (fields.Length != Columns.Length && !Fits(fields, buffer))
        {
            Rejected++;
            return;
        }

        bool second = Second is null;
        string[]? cells = second || Rows < RowsThatMayCount ? new string[Columns.Length] : null;
        for (int c = 0; c < Columns.Length; c++)
        {
            ReadOnlySpan<byte> cell = c < fields.Length ? CsvText.Bytes(buffer, fields[c], dialect, ref _scratch) : [];
            cells?.SetValue(Encoding.UTF8.GetString(cell), c);
            if (!second)
            {
                Columns[c].Add(cell);
            }
        }

        Counts |= cells is not null && CsvHeader.Counts(cells);
        Second ??= cells;
        Rows++;
    }

    /// <summary>Whether the comma parts the fields.</summary>
    public bool CommaParts => dialect.Delimiter == (byte)',';

    /// <summary>Takes a record that was kept apart for a row.</summary>
    public void AddRow(string[] cells)
    {
        for (int c = 0; c < Columns.Length; c++)
        {
            Columns[c].Add(Encoding.UTF8.GetBytes(c < cells.Length ? cells[c] : ""));
        }
    }

    /// <summary>Takes the first record for a row.</summary>
    public void AddFirst()
    {
        if (Columns.Length == 0)
        {
            Columns = [.. Enumerable.Range(0, first.Length).Select(c => new KindEvidence(RulesOf(c, first.Length), dialect.Delimiter != (byte)',' || options.Marks == NumberMarks.Comma))];
        }

        if (first.Length == Columns.Length || (options.Width == CsvWidth.Tolerant && first.Length < Columns.Length))
        {
            AddRow(first);
            Rows++;
        }
        else
        {
            Rejected++;
        }
    }

    private bool Fits(ReadOnlySpan<CsvField> fields, ReadOnlySpan<byte> buffer)
    {
        if (options.Width == CsvWidth.Exact || (fields.Length == 1 && Columns.Length > 1 && !IsNumber(buffer, fields[0])))
        {
            return false;
        }

        for (int c = Columns.Length; c < fields.Length; c++)
        {
            if (Blanks.Trim(buffer.Slice(fields[c].Start, fields[c].Length)).Length > 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNumber(ReadOnlySpan<byte> buffer, CsvField field) => CellParser.TryNumber(buffer.Slice(field.Start, field.Length), out _);

    private bool SurplusIsEmpty(CsvBlock block, ReadOnlySpan<byte> buffer, int common)
    {
        for (int r = 0; r < Math.Min(block.Records, 1000); r++)
        {
            ReadOnlySpan<CsvField> fields = block.Record(r);
            for (int c = first.Length; fields.Length == common && c < common; c++)
            {
                if (Blanks.Trim(buffer.Slice(fields[c].Start, fields[c].Length)).Length > 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool AsOftenAsWide(CsvBlock block, int common)
    {
        int wide = 0, asNames = 0;
        for (int r = 0; r < Math.Min(block.Records, 1000); r++)
        {
            wide += block.Record(r).Length == common ? 1 : 0;
            asNames += block.Record(r).Length == first.Length ? 1 : 0;
        }

        return asNames >= wide;
    }

    // By the name that the column may get: from the header, shifted by names of rows, or by position.
    private MissingRules RulesOf(int column, int width)
    {
        if (options.MissingOf.Count == 0)
        {
            return _rules;
        }

        int at = first.Length == width - 1 ? column - 1 : column;
        string[] names = HeaderNames.Clean(first, width, []);
        return options.RulesOf(at >= 0 && at < names.Length ? names[at] : RowName, $"column{column + 1}");
    }

    /// <summary>Name of the column that holds names of rows.</summary>
    public const string RowName = "row";
}
