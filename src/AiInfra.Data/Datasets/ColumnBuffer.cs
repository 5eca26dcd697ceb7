using AiInfra.Core.Rows;
using Parquet;
using Parquet.Schema;

namespace AiInfra.Data.Datasets;

/// <summary>Gathers one column of a row group in the form the Parquet writer takes: the values there are, and a level a row that says whether there is one.</summary>
internal sealed class ColumnBuffer
{
    private readonly DataField _field;
    private int[] _levels = [];
    private double[] _numbers = [];
    private bool[] _flags = [];
    private DateTime[] _instants = [];
    private ReadOnlyMemory<char>[] _texts = [];
    private readonly ValueKind _kind;
    private readonly int _capacity;
    private int _rows;
    private int _present;

    public ColumnBuffer(DataField field, ValueKind kind, int capacity)
    {
        _field = field;
        _kind = kind;
        _capacity = capacity;
    }

    public void Add(ColumnData column, int start, int count)
    {
        Reserve(_rows + count);
        Span<int> levels = _levels.AsSpan(_rows, count);
        switch (column)
        {
            case NumberColumn numbers: Add(numbers.Values.Slice(start, count), levels); break;
            case BooleanColumn flags: Add(flags.Values.Slice(start, count), levels); break;
            case InstantColumn instants: Add(instants.Ticks.Slice(start, count), levels); break;
            case TextColumn texts: Add(texts.Codes.Slice(start, count), texts.Texts, levels); break;
            default: throw new InvalidOperationException($"Unexpected column {column.GetType().Name}.");
        }

        _rows += count;
    }

    public async Task FlushAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<int> levels = _levels.AsMemory(0, _rows);
        switch (_kind)
        {
            case ValueKind.Number: await group.WriteAllPartsAsync<double>(_field, _numbers.AsMemory(0, _present), levels, null, cancellationToken).ConfigureAwait(false); break;
            case ValueKind.Boolean: await group.WriteAllPartsAsync<bool>(_field, _flags.AsMemory(0, _present), levels, null, cancellationToken).ConfigureAwait(false); break;
            case ValueKind.Instant: await group.WriteAllPartsAsync<DateTime>(_field, _instants.AsMemory(0, _present), levels, null, cancellationToken).ConfigureAwait(false); break;
            default:
                await group.WriteAllPartsAsync<ReadOnlyMemory<char>>(_field, _texts.AsMemory(0, _present), levels, null, cancellationToken).ConfigureAwait(false);
                Array.Clear(_texts, 0, _present);
                break;
        }

        _rows = 0;
        _present = 0;
    }

    /// <summary>Grows to the rows there are, so that a small dataset costs little.</summary>
    private void Reserve(int rows)
    {
        if (rows <= _levels.Length)
        {
            return;
        }

        int size = Math.Min(_capacity, Math.Max(rows, Math.Max(1024, _levels.Length * 2)));
        Array.Resize(ref _levels, size);
        switch (_kind)
        {
            case ValueKind.Number: Array.Resize(ref _numbers, size); break;
            case ValueKind.Boolean: Array.Resize(ref _flags, size); break;
            case ValueKind.Instant: Array.Resize(ref _instants, size); break;
            default: Array.Resize(ref _texts, size); break;
        }
    }

    private void Add(ReadOnlySpan<double> values, Span<int> levels)
    {
        double[] to = _numbers;
        int present = _present;
        for (int i = 0; i < values.Length; i++)
        {
            double v = values[i];
            to[present] = v;
            int there = double.IsNaN(v) ? 0 : 1;
            levels[i] = there;
            present += there;
        }

        _present = present;
    }

    private void Add(ReadOnlySpan<sbyte> values, Span<int> levels)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int there = values[i] < 0 ? 0 : 1;
            _flags[_present] = values[i] == 1;
            levels[i] = there;
            _present += there;
        }
    }

    private void Add(ReadOnlySpan<long> ticks, Span<int> levels)
    {
        for (int i = 0; i < ticks.Length; i++)
        {
            int there = ticks[i] == InstantColumn.MissingTicks ? 0 : 1;
            levels[i] = there;
            if (there == 1)
            {
                _instants[_present++] = new DateTime(ticks[i] - (ticks[i] % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
            }
        }
    }

    private void Add(ReadOnlySpan<int> codes, IReadOnlyList<string> texts, Span<int> levels)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            int code = codes[i];
            int there = code < 0 ? 0 : 1;
            levels[i] = there;
            if (there == 1)
            {
                _texts[_present++] = Whole(texts[code]).AsMemory();
            }
        }
    }

    /// <summary>Half of a surrogate pair has no UTF-8: it would come back as another character.</summary>
    private string Whole(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (rest.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and int at)
        {
            if (at + 1 >= rest.Length || !char.IsSurrogatePair(rest[at], rest[at + 1]))
            {
                throw new DatasetException($"A text of column '{_field.Name}' holds half of a surrogate pair (U+{(int)rest[at]:X4}), which no UTF-8 file can hold. Clean the text first. The dataset is unchanged.");
            }

            rest = rest[(at + 2)..];
        }

        return text;
    }
}
