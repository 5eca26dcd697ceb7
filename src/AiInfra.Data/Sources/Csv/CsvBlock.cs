using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.Csv;

/// <summary>The records found in one buffer: fields one after another, and where each record begins.</summary>
internal sealed class CsvBlock
{
    private CsvField[] _fields = new CsvField[4096];
    private int[] _firstField = new int[512];
    private long[] _lines = new long[512];
    private int[] _starts = new int[512];

    public int Records { get; private set; }

    public int Fields { get; private set; }

    /// <summary>Records that cannot be read, in order.</summary>
    public List<RejectedRow> Rejected { get; private set; } = [];

    /// <summary>Blank lines passed over between records.</summary>
    public long BlankLines { get; set; }

    public long Comments { get; set; }

    /// <summary>Records that had fewer fields than the table and were filled up.</summary>
    public long Short { get; set; }

    /// <summary>Records that had more fields, all of them empty.</summary>
    public long Surplus { get; set; }

    public ReadOnlySpan<CsvField> AllFields => _fields.AsSpan(0, Fields);

    public ReadOnlySpan<long> Lines => _lines.AsSpan(0, Records);

    public void Clear()
    {
        Records = 0;
        Fields = 0;
        Rejected = [];
        BlankLines = Comments = Short = Surplus = 0;
    }

    public ReadOnlySpan<CsvField> Record(int index)
    {
        int end = index + 1 < Records ? _firstField[index + 1] : Fields;
        return _fields.AsSpan(_firstField[index], end - _firstField[index]);
    }

    /// <summary>Offset in the buffer at which a record begins.</summary>
    public int Start(int index) => _starts[index];

    /// <summary>The most common number of fields; of equally common ones the larger.</summary>
    public int CommonWidth()
    {
        var counts = new Dictionary<int, int>();
        for (int r = 0; r < Math.Min(Records, 1000); r++)
        {
            int width = Record(r).Length;
            counts[width] = counts.GetValueOrDefault(width) + 1;
        }

        return counts.OrderByDescending(p => p.Value).ThenByDescending(p => p.Key).First().Key;
    }

    public void AddField(CsvField field)
    {
        if (Fields == _fields.Length)
        {
            Array.Resize(ref _fields, Fields * 2);
        }

        _fields[Fields++] = field;
    }

    public void EndRecord(int firstField, long line, int start)
    {
        if (Records == _firstField.Length)
        {
            Array.Resize(ref _firstField, Records * 2);
            Array.Resize(ref _lines, Records * 2);
            Array.Resize(ref _starts, Records * 2);
        }

        _firstField[Records] = firstField;
        _starts[Records] = start;
        _lines[Records++] = line;
    }

    public void DropFieldsFrom(int firstField) => Fields = firstField;
}
