using AiInfra.Data.Cells;

namespace AiInfra.Data.Sources.Csv;

/// <summary>Finds the first record of the table: not a title or a comment, nor a row that is padded to the table's width and holds no names.</summary>
internal sealed class CsvTableStart
{
    private const int MostBefore = 50;
    private const int RowsBelow = 100;

    private readonly CsvOptions _options;
    private readonly CsvDialect _dialect;
    private readonly CsvBlock _block;
    private readonly int _width;

    public CsvTableStart(CsvOptions options, CsvDialect dialect, CsvBlock block, ReadOnlySpan<byte> buffer)
    {
        _options = options;
        _dialect = dialect;
        _block = block;
        _width = block.Records > 0 ? block.CommonWidth() : 0;
        First = _width > 1 ? PastSparse(buffer, Plain(buffer)) : 0;
    }

    /// <summary>The record with which the table begins.</summary>
    public int First { get; }

    /// <summary>The first record that is neither a title, which is one field over a table of several, nor a comment, which begins with #.</summary>
    private int Plain(ReadOnlySpan<byte> buffer)
    {
        int most = Math.Min(_block.Records, MostBefore);
        for (int first = 0; first < most; first++)
        {
            int fields = _block.Record(first).Length;
            if (IsComment(buffer, first) ? fields == _width && !HeaderFollows(buffer, first) : fields == _width || fields > 1)
            {
                return first;
            }
        }

        return 0;
    }

    /// <summary>Past rows that hold little, where a full row of names follows, by contrast with what stands below it.</summary>
    private int PastSparse(ReadOnlySpan<byte> buffer, int first)
    {
        if (_options.HasHeader == false || !IsSparse(buffer, first))
        {
            return first;
        }

        for (int h = first; h < Math.Min(_block.Records, first + MostBefore); h++)
        {
            if (IsSparse(buffer, h))
            {
                continue;
            }

            // A first column without a name is that of an index.
            return h + 1 < _block.Records && Filled(buffer, h) >= Math.Max(2, _width - 1) && HasLetters(buffer, h) && Header(buffer, h) is { IsHeader: true } header && (header.IsPlain || (_width > 2 && Filled(buffer, first) <= 1)) ? h : first;
        }

        return first;
    }

    private bool IsSparse(ReadOnlySpan<byte> buffer, int record) => _block.Record(record).Length != _width || Filled(buffer, record) * 2 <= _width;

    private int Filled(ReadOnlySpan<byte> buffer, int record)
    {
        int filled = 0;
        foreach (CsvField field in _block.Record(record))
        {
            filled += Blanks.Trim(buffer.Slice(field.Start, field.Length)).Length > 0 ? 1 : 0;
        }

        return filled;
    }

    /// <summary>A line that begins with # and is as wide as the table may be the header itself (#chrom,start,end). It is a comment where names follow, and after them a row that is no names.</summary>
    private bool HeaderFollows(ReadOnlySpan<byte> buffer, int comment)
    {
        int next = comment + 1;
        while (next < _block.Records && IsComment(buffer, next))
        {
            next++;
        }

        return _options.HasHeader != false && next + 1 < _block.Records && _block.Record(next).Length == _width && Header(buffer, next) is { IsHeader: true, IsPlain: true };
    }

    private CsvHeader Header(ReadOnlySpan<byte> buffer, int record)
    {
        MissingRules rules = _options.RulesOf();
        KindEvidence[] below = [.. Enumerable.Range(0, _width).Select(_ => new KindEvidence(rules, _dialect.Delimiter != (byte)','))];
        byte[] scratch = [];
        bool counts = false;
        for (int r = record + 1; r < Math.Min(_block.Records, record + RowsBelow); r++)
        {
            ReadOnlySpan<CsvField> fields = _block.Record(r);
            for (int c = 0; c < Math.Min(fields.Length, _width); c++)
            {
                below[c].Add(CsvText.Bytes(buffer, fields[c], _dialect, ref scratch));
            }

            counts |= CsvHeader.Counts(Cells(buffer, r));
        }

        return new CsvHeader(Cells(buffer, record), below, counts);
    }

    /// <summary>Whether a cell has more than digits and signs: a row of numbers alone is sooner the first of the data.</summary>
    private bool HasLetters(ReadOnlySpan<byte> buffer, int record) => Cells(buffer, record).Any(c => c.Any(char.IsLetter));

    private bool IsComment(ReadOnlySpan<byte> buffer, int record) =>
        _block.Record(record)[0] is { Length: > 0 } first && buffer[first.Start] == (byte)'#';

    private string[] Cells(ReadOnlySpan<byte> buffer, int record)
    {
        ReadOnlySpan<CsvField> fields = _block.Record(record);
        string[] cells = new string[fields.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = CsvText.Decode(buffer, fields[i], _dialect);
        }

        return cells;
    }
}
