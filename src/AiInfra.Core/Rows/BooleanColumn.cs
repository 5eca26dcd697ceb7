namespace AiInfra.Core.Rows;

/// <summary>A column of booleans: 1 true, 0 false, -1 missing.</summary>
public sealed class BooleanColumn : ColumnData
{
    private readonly sbyte[] _values;

    /// <summary>Wraps an array of 1 (true), 0 (false) and -1 (missing). The array is not copied.</summary>
    public BooleanColumn(sbyte[] values)
        : base((values ?? throw new ArgumentNullException(nameof(values))).Length) => _values = values;

    /// <summary>Wraps the beginning of an array, as <see cref="Values"/> holds them. Nothing is copied.</summary>
    /// <param name="values">The values, <c>[count]</c> or longer.</param>
    /// <param name="count">Rows.</param>
    public BooleanColumn(sbyte[] values, int count)
        : base(count) => _values = values;

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.Boolean;

    /// <summary>1 true, 0 false, -1 missing.</summary>
    public ReadOnlySpan<sbyte> Values => _values.AsSpan(0, Count);

    /// <inheritdoc />
    public override Value this[int row] => Values[row] < 0 ? Value.Missing : Value.Of(Values[row] == 1);

    /// <inheritdoc />
    public override bool IsMissing(int row) => Values[row] < 0;

    /// <inheritdoc />
    public override ColumnData Take(ReadOnlySpan<int> rows)
    {
        var taken = new sbyte[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = _values[rows[i]];
        }

        return new BooleanColumn(taken);
    }

    /// <inheritdoc />
    public override ColumnData Slice(int start, int count) => new BooleanColumn(Values.Slice(start, count).ToArray());
}
