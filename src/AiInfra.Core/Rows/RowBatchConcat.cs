namespace AiInfra.Core.Rows;

/// <summary>Puts batches behind each other, as they come, in arrays of the final size: each may be let go when it was added.</summary>
/// <param name="schema">Columns of all batches.</param>
/// <param name="rows">Rows that there is room for.</param>
public sealed class RowBatchConcat(RowSchema schema, int rows)
{
    private readonly Array[] _values = [.. schema.Columns.Select(c => (Array)(c.Kind switch
    {
        ValueKind.Number => new double[rows],
        ValueKind.Boolean => new sbyte[rows],
        ValueKind.Instant => new long[rows],
        _ => new int[rows],
    }))];

    private readonly string?[]?[] _digits = new string?[schema.Count][];
    private readonly List<string>[] _texts = [.. schema.Columns.Select(_ => new List<string>())];
    private readonly Dictionary<string, int>[] _codes = [.. schema.Columns.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
    private int _count;

    /// <summary>Adds the rows of a batch.</summary>
    /// <exception cref="ArgumentException">It has other columns, or more rows than there is room for.</exception>
    public void Add(RowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count > rows - _count)
        {
            throw new ArgumentException($"There is room for {rows} rows; {_count} are there and {batch.Count} came.", nameof(batch));
        }

        if (!batch.Schema.Equals(schema))
        {
            throw new ArgumentException("All batches must have the same columns.", nameof(batch));
        }

        for (int c = 0; c < _values.Length; c++)
        {
            switch (batch.Columns[c])
            {
                case NumberColumn numbers: Add(numbers, c); break;
                case BooleanColumn flags: flags.Values.CopyTo(((sbyte[])_values[c]).AsSpan(_count)); break;
                case InstantColumn instants: instants.Ticks.CopyTo(((long[])_values[c]).AsSpan(_count)); break;
                case TextColumn texts: Add(texts, c); break;
                default: break;
            }
        }

        _count += batch.Count;
    }

    /// <summary>All rows that were added as one batch. Nothing is copied; add no more afterwards.</summary>
    public RowBatch Build() => new(schema, [.. _values.Select((values, c) => (ColumnData)(values switch
    {
        double[] numbers => new NumberColumn(numbers, _count, _digits[c]),
        sbyte[] flags => new BooleanColumn(flags, _count),
        long[] ticks => new InstantColumn(ticks, _count),
        _ => new TextColumn((int[])values, _count, _texts[c]),
    }))]);

    private void Add(NumberColumn numbers, int c)
    {
        numbers.Values.CopyTo(((double[])_values[c]).AsSpan(_count));
        for (int i = 0; i < numbers.Count && numbers.HasDigits; i++)
        {
            if (numbers.Digits(i) is { } digits)
            {
                (_digits[c] ??= new string?[rows])[_count + i] = digits;
            }
        }
    }

    private void Add(TextColumn texts, int c)
    {
        var to = (int[])_values[c];
        var map = new int[texts.Texts.Count];
        Array.Fill(map, -1);
        for (int i = 0; i < texts.Count; i++)
        {
            int code = texts.Codes[i];
            if (code < 0)
            {
                to[_count + i] = -1;
                continue;
            }

            if (map[code] < 0)
            {
                string text = texts.Texts[code];
                if (!_codes[c].TryGetValue(text, out map[code]))
                {
                    map[code] = _texts[c].Count;
                    _codes[c].Add(text, map[code]);
                    _texts[c].Add(text);
                }
            }

            to[_count + i] = map[code];
        }
    }
}
