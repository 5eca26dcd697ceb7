namespace AiInfra.Core.Rows;

/// <summary>Gathers rows into batches of columns.</summary>
public sealed class RowBatchBuilder
{
    // A batch of long texts ends before its capacity, so that memory stays bounded.
    private const long MaxCharacters = 8 << 20;

    private readonly RowSchema _schema;
    private readonly double[]?[] _numbers;
    private readonly string?[]?[] _digits;
    private readonly long[]?[] _ticks;
    private readonly sbyte[]?[] _flags;
    private readonly int[]?[] _codes;
    private readonly TextPool?[] _pools;
    private readonly long[] _lines;
    private bool _hasLines;
    private long _characters;

    /// <summary>Creates a builder.</summary>
    /// <param name="schema">Columns of the rows.</param>
    /// <param name="capacity">Rows that fit before <see cref="Build"/> must be called.</param>
    public RowBatchBuilder(RowSchema schema, int capacity = 4096)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _schema = schema;
        Capacity = capacity;
        _numbers = new double[schema.Count][];
        _digits = new string?[schema.Count][];
        _ticks = new long[schema.Count][];
        _flags = new sbyte[schema.Count][];
        _codes = new int[schema.Count][];
        _pools = new TextPool[schema.Count];
        _lines = new long[capacity];
        Allocate();
    }

    /// <summary>Rows that fit.</summary>
    public int Capacity { get; }

    /// <summary>Rows gathered.</summary>
    public int Count { get; private set; }

    /// <summary>Whether <see cref="Build"/> must be called before another row fits.</summary>
    public bool IsFull => Count == Capacity || _characters > MaxCharacters;

    /// <summary>Adds a row of the builder's schema.</summary>
    /// <exception cref="ArgumentException">The values are not as many as the columns, or one is of another kind than its column.</exception>
    public void Add(ReadOnlySpan<Value> values, long line = 0)
    {
        if (values.Length != _schema.Count)
        {
            throw new ArgumentException($"The schema has {_schema.Count} columns, the row {values.Length} values.", nameof(values));
        }

        if (IsFull)
        {
            throw new InvalidOperationException($"The batch is full at {Count} rows; build it first.");
        }

        for (int c = 0; c < values.Length; c++)
        {
            Set(c, values[c]);
        }

        _hasLines |= line > 0;
        _lines[Count++] = line;
    }

    /// <summary>Adds a row of the builder's schema.</summary>
    /// <exception cref="ArgumentException">The row's columns are others.</exception>
    public void Add(Row row, long line = 0)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!row.Schema.Equals(_schema))
        {
            throw new ArgumentException(
                $"A row with the columns ({Names(row.Schema)}) cannot go among rows with the columns ({Names(_schema)}).", nameof(row));
        }

        Add(row.Values, line);
    }

    /// <summary>The rows gathered so far as a batch; the builder is empty again.</summary>
    public RowBatch Build()
    {
        var columns = new ColumnData[_schema.Count];
        for (int c = 0; c < columns.Length; c++)
        {
            columns[c] = _schema.Columns[c].Kind switch
            {
                ValueKind.Number => new NumberColumn(_numbers[c]!, Count, _digits[c]),
                ValueKind.Boolean => new BooleanColumn(_flags[c]!, Count),
                ValueKind.Instant => new InstantColumn(_ticks[c]!, Count),
                _ => new TextColumn(_codes[c]!, Count, _pools[c]!.Texts),
            };
        }

        var batch = new RowBatch(_schema, columns) { Lines = _hasLines ? _lines[..Count] : null };
        Count = 0;
        _characters = 0;
        Allocate();
        return batch;
    }

    private static string Names(RowSchema schema) => string.Join(", ", schema.Columns.Select(c => $"{c.Name}: {c.Kind}"));

    private void Allocate()
    {
        for (int c = 0; c < _schema.Count; c++)
        {
            switch (_schema.Columns[c].Kind)
            {
                case ValueKind.Number:
                    _numbers[c] = new double[Capacity];
                    _digits[c] = null;
                    break;
                case ValueKind.Boolean: _flags[c] = new sbyte[Capacity]; break;
                case ValueKind.Instant: _ticks[c] = new long[Capacity]; break;
                case ValueKind.Text:
                    _codes[c] = new int[Capacity];
                    _pools[c] ??= new TextPool();
                    _pools[c]!.RenewWhenFull();
                    break;
                default: throw new ArgumentException($"Column '{_schema.Columns[c].Name}' has the kind {_schema.Columns[c].Kind}; a column's kind is number, text, boolean or instant.");
            }
        }
    }

    private void Set(int c, Value value)
    {
        ValueKind kind = _schema.Columns[c].Kind;
        if (value.Kind != kind && !value.IsMissing)
        {
            throw new ArgumentException($"Column '{_schema.Columns[c].Name}' holds values of kind {kind}; '{value}' is of kind {value.Kind}.", nameof(value));
        }

        switch (kind)
        {
            case ValueKind.Number:
                _numbers[c]![Count] = value.AsNumber();
                if (value.IsBeyondDouble)
                {
                    (_digits[c] ??= new string?[Capacity])[Count] = value.AsText();
                }

                break;
            case ValueKind.Boolean: _flags[c]![Count] = value.IsMissing ? (sbyte)-1 : value.AsBoolean() ? (sbyte)1 : (sbyte)0; break;
            case ValueKind.Instant: _ticks[c]![Count] = value.IsMissing ? InstantColumn.MissingTicks : value.AsInstant().Ticks; break;
            default:
                string? text = value.AsText();
                _characters += text?.Length ?? 0;
                _codes[c]![Count] = text is null ? -1 : _pools[c]!.Code(text);
                break;
        }
    }
}
