using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.Csv;

/// <summary>Turns the records of a block into columns, one column at a time; rows with a cell that does not fit are put aside.</summary>
internal sealed class CsvBatchParser
{
    private readonly RowSchema _schema;
    private readonly CsvColumn[] _columns;
    private readonly CsvNumberReader[] _numbers;
    private readonly ColumnMissing[] _missing;
    private readonly string _source;
    private readonly CsvDialect _dialect;
    private readonly int _fields;
    private readonly bool _coerce;
    private readonly TextPool?[] _pools;
    private readonly List<Meaning>?[] _meanings;
    private readonly bool _converted;
    private readonly long[] _coerced;
    private readonly long[] _beyond;
    private byte[] _scratch = [];

    public CsvBatchParser(IReadOnlyList<CsvColumn> columns, int fields, string source, CsvDialect dialect, CsvOptions options, bool converted)
    {
        _columns = [.. columns];
        _schema = new RowSchema(columns.Select(c => new Column(c.Name, c.Kind)));
        _numbers = [.. columns.Select(c => new CsvNumberReader(c))];
        _missing = [.. columns.Select(c => new ColumnMissing(c, options.RulesOf(c.Name)))];
        _source = source;
        _dialect = dialect;
        _fields = fields;
        _coerce = options.Misfits == MisfitCell.Missing;
        _pools = [.. columns.Select(c => c.Kind == ValueKind.Text ? new TextPool() : null)];
        _meanings = [.. columns.Select(c => c.Kind == ValueKind.Text ? new List<Meaning>() : null)];
        _converted = converted;
        _coerced = new long[_columns.Length];
        _beyond = new long[_columns.Length];
    }

    public SourceBatch Parse(ReadOnlySpan<byte> buffer, CsvBlock block, long bytesRead)
    {
        var columns = new ColumnData[_columns.Length];
        List<Misfit>? misfits = null;
        Array.Clear(_coerced);
        for (int c = 0; c < columns.Length; c++)
        {
            columns[c] = _columns[c].Kind switch
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

        IngestionNote[] notes = [.. CsvNotes.Of(block), .. Beyond(), .. _missing.SelectMany((m, c) => m.Tally.Take().Select(t => CsvNotes.Missing(_columns[c], t.Marker, t.Count)))];
        return new SourceBatch(batch, rejected, bytesRead) { Coerced = Coerced(), Notes = notes };
    }

    private Dictionary<string, long> Coerced()
    {
        var coerced = new Dictionary<string, long>();
        for (int c = 0; c < _coerced.Length; c++)
        {
            if (_coerced[c] > 0)
            {
                coerced.Add(_columns[c].Name, _coerced[c]);
            }
        }

        return coerced;
    }

    private List<IngestionNote> Beyond()
    {
        var notes = new List<IngestionNote>();
        for (int c = 0; c < _beyond.Length; c++)
        {
            if (_beyond[c] > 0)
            {
                notes.Add(CsvNotes.Digits(_columns[c], _beyond[c]));
                _beyond[c] = 0;
            }
        }

        return notes;
    }

    private NumberColumn Numbers(ReadOnlySpan<byte> buffer, CsvBlock block, int column, ref List<Misfit>? misfits)
    {
        var values = new double[block.Records];
        CsvNumberReader reader = _numbers[column];
        bool plain = reader.TakesPlain && !_missing[column].HasValues;
        string?[]? digits = null;

        // Fifteen digits always come back from a double.
        int shortest = _columns[column].KeepsDigits ? 16 : int.MaxValue;
        ReadOnlySpan<CsvField> fields = block.AllFields;
        for (int r = 0, f = _columns[column].Field; r < values.Length; r++, f += _fields)
        {
            CsvField field = fields[f];
            ReadOnlySpan<byte> cell = buffer.Slice(field.Start, field.Length);
            if (plain && cell.Length < shortest && CellParser.TryNumber(cell, out values[r]) && !CsvNumberReader.MayBeCode(cell))
            {
                continue;
            }

            bool taken = _missing[column].TakeValue(cell);
            if (taken || !reader.TryRead(cell, out values[r]))
            {
                values[r] = double.NaN;
                if (!taken && !_missing[column].Take(cell))
                {
                    Misfit(ref misfits, r, column, RejectReason.WrongKind);
                }
            }
            else if (cell.Length >= shortest && reader.Digits(cell) is { } all)
            {
                (digits ??= new string?[values.Length])[r] = all;
                _beyond[column]++;
            }
        }

        return new NumberColumn(values, values.Length, digits);
    }

    private BooleanColumn Booleans(ReadOnlySpan<byte> buffer, CsvBlock block, int column, ref List<Misfit>? misfits)
    {
        var values = new sbyte[block.Records];
        bool words = _columns[column].Format == CellFormat.YesNo;
        ReadOnlySpan<CsvField> fields = block.AllFields;
        for (int r = 0, f = _columns[column].Field; r < values.Length; r++, f += _fields)
        {
            ReadOnlySpan<byte> cell = Blanks.Trim(buffer.Slice(fields[f].Start, fields[f].Length));
            bool flag = false, taken = _missing[column].TakeValue(cell);
            if (!taken && (words ? CellParser.TryYesNo(cell, out flag) : CellParser.TryBoolean(cell, out flag)))
            {
                values[r] = flag ? (sbyte)1 : (sbyte)0;
                continue;
            }

            values[r] = -1;
            if (!taken && !_missing[column].Take(cell))
            {
                Misfit(ref misfits, r, column, RejectReason.WrongKind);
            }
        }

        return new BooleanColumn(values);
    }

    private InstantColumn Instants(ReadOnlySpan<byte> buffer, CsvBlock block, int column, ref List<Misfit>? misfits)
    {
        var values = new long[block.Records];
        CellFormat format = _columns[column].Format;
        ReadOnlySpan<CsvField> fields = block.AllFields;
        for (int r = 0, f = _columns[column].Field; r < values.Length; r++, f += _fields)
        {
            ReadOnlySpan<byte> cell = Blanks.Trim(buffer.Slice(fields[f].Start, fields[f].Length));
            bool taken = _missing[column].TakeValue(cell);
            if (!taken && (CellParser.TryInstant(cell, out values[r]) || (format != CellFormat.Invariant && CellParser.TryLocalInstant(cell, format == CellFormat.DayFirst, out values[r]))))
            {
                continue;
            }

            values[r] = InstantColumn.MissingTicks;
            if (!taken && !_missing[column].Take(cell))
            {
                RequireOrder(cell, column, block.Lines[r]);
                Misfit(ref misfits, r, column, RejectReason.WrongKind);
            }
        }

        return new InstantColumn(values);
    }

    private string Why(int column, byte[] cell) => _columns[column].Kind switch
    {
        ValueKind.Number => _numbers[column].Why(cell),
        ValueKind.Instant when CellParser.IsEitherCentury(Blanks.Trim(cell)) => "; its year of two digits may be of either century",
        _ => "",
    };

    /// <summary>A date that only the other order takes says that other dates before it may have been read wrongly.</summary>
    private void RequireOrder(ReadOnlySpan<byte> cell, int column, long line)
    {
        CsvColumn c = _columns[column];
        if (c.IsOrderGiven || c.Format is not (CellFormat.DayFirst or CellFormat.MonthFirst) || !CellParser.TryLocalInstant(cell, c.Format != CellFormat.DayFirst, out _))
        {
            return;
        }

        (string order, string other) = c.Format == CellFormat.DayFirst ? ("day", "month") : ("month", "day");
        throw new IngestionException(
            $"Column '{c.Name}' of '{_source}' has the {order} first as its sample says, and line {line:N0} has '{Encoding.UTF8.GetString(cell)}', which only has the {other} first. Where both orders stand in one column nobody can tell the dates. Say DateOrder, and such rows are put aside; or read the column as text (Kinds).");
    }

    private TextColumn Texts(ReadOnlySpan<byte> buffer, CsvBlock block, int column, ref List<Misfit>? misfits)
    {
        TextPool pool = _pools[column]!;
        List<Meaning> meanings = _meanings[column]!;
        if (pool.RenewWhenFull())
        {
            meanings.Clear();
        }

        var codes = new int[block.Records];
        ColumnMissing missing = _missing[column];
        ReadOnlySpan<CsvField> fields = block.AllFields;
        for (int r = 0, f = _columns[column].Field; r < codes.Length; r++, f += _fields)
        {
            ReadOnlySpan<byte> cell = CsvText.Bytes(buffer, fields[f], _dialect, ref _scratch);
            int code = pool.Code(cell);
            if (code != TextPool.Invalid && code == meanings.Count)
            {
                // What could not be converted stands as U+FFFD.
                meanings.Add(missing.Contains(cell) ? Meaning.Missing : _converted && cell.IndexOf("\uFFFD"u8) >= 0 ? Meaning.Invalid : Meaning.Value);
            }

            Meaning meaning = code == TextPool.Invalid ? Meaning.Invalid : meanings[code];
            codes[r] = meaning == Meaning.Value ? code : -1;
            if (meaning == Meaning.Invalid)
            {
                Misfit(ref misfits, r, column, RejectReason.InvalidEncoding);
            }
            else if (meaning == Meaning.Missing)
            {
                missing.Tally.Add(cell);
            }
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
        CsvColumn column = _columns[misfit.Column];
        string cell = CsvText.Decode(buffer, block.Record(misfit.Row)[column.Field], _dialect);
        string shown = cell.Length > 100 ? cell[..99] + "…" : cell;
        string detail = misfit.Reason == RejectReason.WrongKind
            ? $"a {column.Kind.ToString().ToLowerInvariant()} is expected, '{shown}' was found{Why(misfit.Column, Encoding.UTF8.GetBytes(cell))}"
            : $"'{shown}' holds bytes that are not in the file's encoding; if the file is in another, name it (Encoding)";
        int start = block.Start(misfit.Row);
        int end = misfit.Row + 1 < block.Records ? block.Start(misfit.Row + 1) : start + 1000;
        ReadOnlySpan<byte> line = buffer[start..Math.Max(start, Math.Min(Math.Min(end, start + 1000), buffer.Length))];
        int newLine = line.IndexOfAny((byte)'\n', (byte)'\r');
        return new RejectedRow(_source, block.Lines[misfit.Row], column.Name, misfit.Reason, detail, Encoding.UTF8.GetString(newLine < 0 ? line : line[..newLine]));
    }

    private enum Meaning : byte
    {
        Value,
        Missing,
        Invalid,
    }
}
