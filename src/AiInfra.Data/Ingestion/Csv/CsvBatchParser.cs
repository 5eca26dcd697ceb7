using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Columns;

namespace AiInfra.Data.Ingestion.Csv;

/// <summary>Turns the records of a block into columns, one column at a time; rows with a cell that does not fit are put aside.</summary>
internal sealed class CsvBatchParser
{
    private readonly RowSchema _schema;
    private readonly CellFormat[] _formats;
    private readonly string _source;
    private readonly MissingSet _missing;
    private readonly bool _coerce;
    private readonly TextPool?[] _pools;
    private readonly List<bool>?[] _markers;
    private readonly long[] _coerced;
    private byte[] _scratch = [];

    public CsvBatchParser(RowSchema schema, IReadOnlyList<CsvColumn> columns, string source, MissingSet missing, MisfitCell misfits)
    {
        _schema = schema;
        _formats = [.. columns.Select(c => c.Format)];
        _source = source;
        _missing = missing;
        _coerce = misfits == MisfitCell.Missing;
        _pools = [.. schema.Columns.Select(c => c.Kind == ValueKind.Text ? new TextPool() : null)];
        _markers = [.. schema.Columns.Select(c => c.Kind == ValueKind.Text ? new List<bool>() : null)];
        _coerced = new long[schema.Count];
    }

    public SourceBatch Parse(ReadOnlySpan<byte> buffer, CsvBlock block, long bytesRead)
    {
        var columns = new ColumnData[_schema.Count];
        List<Misfit>? misfits = null;
        Array.Clear(_coerced);
        for (int c = 0; c < columns.Length; c++)
        {
            columns[c] = _schema.Columns[c].Kind switch
            {
                ValueKind.Number => Numbers(buffer, block, c, ref misfits),
                ValueKind.Boolean => Booleans(buffer, block, c, ref misfits),
                ValueKind.Instant => Instants(buffer, block, c, ref misfits),
                _ => Texts(buffer, block, c, ref misfits),
            };
        }

        var batch = new RowBatch(_schema, columns) { Lines = block.Lines.ToArray() };
        List<RejectedRow> rejected = block.Rejected;
        if (misfits is not null)
        {
            batch = WithoutMisfits(buffer, block, batch, misfits, rejected);
        }

        return new SourceBatch(batch, rejected, bytesRead) { Coerced = Coerced() };
    }

    private Dictionary<string, long> Coerced()
    {
        var coerced = new Dictionary<string, long>();
        for (int c = 0; c < _coerced.Length; c++)
        {
            if (_coerced[c] > 0)
            {
                coerced.Add(_schema.Columns[c].Name, _coerced[c]);
            }
        }

        return coerced;
    }

    private NumberColumn Numbers(ReadOnlySpan<byte> buffer, CsvBlock block, int column, ref List<Misfit>? misfits)
    {
        var values = new double[block.Records];
        bool comma = _formats[column] == CellFormat.DecimalComma, marked = comma || _formats[column] == CellFormat.Marked;
        ReadOnlySpan<CsvField> fields = block.AllFields;
        for (int r = 0, f = column; r < values.Length; r++, f += _schema.Count)
        {
            CsvField field = fields[f];
            ReadOnlySpan<byte> cell = buffer.Slice(field.Start, field.Length);
            if (!(marked && MarkedNumber.TryRead(cell, comma, out values[r])) && !CellParser.TryNumber(cell, out values[r]))
            {
                values[r] = double.NaN;
                if (!_missing.Contains(cell))
                {
                    Misfit(ref misfits, r, column, RejectReason.WrongKind);
                }
            }
        }

        return new NumberColumn(values);
    }

    private BooleanColumn Booleans(ReadOnlySpan<byte> buffer, CsvBlock block, int column, ref List<Misfit>? misfits)
    {
        var values = new sbyte[block.Records];
        ReadOnlySpan<CsvField> fields = block.AllFields;
        for (int r = 0, f = column; r < values.Length; r++, f += _schema.Count)
        {
            ReadOnlySpan<byte> cell = buffer.Slice(fields[f].Start, fields[f].Length);
            if (CellParser.TryBoolean(cell, out bool flag))
            {
                values[r] = flag ? (sbyte)1 : (sbyte)0;
                continue;
            }

            values[r] = -1;
            if (!_missing.Contains(cell))
            {
                Misfit(ref misfits, r, column, RejectReason.WrongKind);
            }
        }

        return new BooleanColumn(values);
    }

    private InstantColumn Instants(ReadOnlySpan<byte> buffer, CsvBlock block, int column, ref List<Misfit>? misfits)
    {
        var values = new long[block.Records];
        CellFormat format = _formats[column];
        ReadOnlySpan<CsvField> fields = block.AllFields;
        for (int r = 0, f = column; r < values.Length; r++, f += _schema.Count)
        {
            ReadOnlySpan<byte> cell = buffer.Slice(fields[f].Start, fields[f].Length);
            if (!CellParser.TryInstant(cell, out values[r]) && (format == CellFormat.Invariant || !CellParser.TryLocalInstant(cell, format == CellFormat.DayFirst, out values[r])))
            {
                values[r] = InstantColumn.MissingTicks;
                if (!_missing.Contains(cell))
                {
                    Misfit(ref misfits, r, column, RejectReason.WrongKind);
                }
            }
        }

        return new InstantColumn(values);
    }

    private TextColumn Texts(ReadOnlySpan<byte> buffer, CsvBlock block, int column, ref List<Misfit>? misfits)
    {
        TextPool pool = _pools[column]!;
        List<bool> markers = _markers[column]!;
        if (pool.RenewWhenFull())
        {
            markers.Clear();
        }

        var codes = new int[block.Records];
        ReadOnlySpan<CsvField> fields = block.AllFields;
        for (int r = 0, f = column; r < codes.Length; r++, f += _schema.Count)
        {
            ReadOnlySpan<byte> cell = CsvText.Bytes(buffer, fields[f], ref _scratch);
            int code = pool.Code(cell);
            if (code == TextPool.Invalid)
            {
                codes[r] = -1;
                Misfit(ref misfits, r, column, RejectReason.InvalidEncoding);
                continue;
            }

            if (code == markers.Count)
            {
                markers.Add(_missing.Contains(cell));
            }

            codes[r] = markers[code] ? -1 : code;
        }

        return new TextColumn(codes, codes.Length, pool.Texts);
    }

    private void Misfit(ref List<Misfit>? misfits, int row, int column, string reason)
    {
        if (_coerce && reason == RejectReason.WrongKind)
        {
            _coerced[column]++;
            return;
        }

        (misfits ??= []).Add(new Misfit(row, column, reason));
    }

    private RowBatch WithoutMisfits(ReadOnlySpan<byte> buffer, CsvBlock block, RowBatch batch, List<Misfit> misfits, List<RejectedRow> rejected)
    {
        var bad = new bool[batch.Count];
        foreach (Misfit misfit in misfits.OrderBy(m => m.Row).ThenBy(m => m.Column))
        {
            if (!bad[misfit.Row])
            {
                bad[misfit.Row] = true;
                rejected.Add(Reject(buffer, block, misfit));
            }
        }

        int[] good = [.. Enumerable.Range(0, batch.Count).Where(i => !bad[i])];
        return batch.Take(good);
    }

    private RejectedRow Reject(ReadOnlySpan<byte> buffer, CsvBlock block, Misfit misfit)
    {
        Column column = _schema.Columns[misfit.Column];
        string cell = CsvText.Decode(buffer, block.Record(misfit.Row)[misfit.Column]);
        string shown = cell.Length > 100 ? cell[..99] + "…" : cell;
        string detail = misfit.Reason == RejectReason.WrongKind
            ? $"a {column.Kind.ToString().ToLowerInvariant()} is expected, '{shown}' was found"
            : $"'{shown}' holds bytes that are not UTF-8; if the file is in another encoding, name it (Encoding)";
        int start = block.Start(misfit.Row);
        int end = misfit.Row + 1 < block.Records ? block.Start(misfit.Row + 1) : start + 1000;
        ReadOnlySpan<byte> line = buffer[start..Math.Min(Math.Min(end, start + 1000), buffer.Length)];
        int newLine = line.IndexOfAny((byte)'\n', (byte)'\r');
        return new RejectedRow(_source, block.Lines[misfit.Row], column.Name, misfit.Reason, detail, Encoding.UTF8.GetString(newLine < 0 ? line : line[..newLine]));
    }
}
