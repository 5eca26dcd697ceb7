namespace AiInfra.Core.Rows;

/// <summary>A column of numbers; a missing one is NaN.</summary>
public sealed class NumberColumn : ColumnData
{
    private readonly double[] _values;
    private readonly string?[]? _digits;

    /// <summary>Wraps an array of numbers, NaN where missing. The array is not copied.</summary>
    public NumberColumn(double[] values)
        : base((values ?? throw new ArgumentNullException(nameof(values))).Length) => _values = values;

    /// <summary>Wraps the beginning of an array of numbers, NaN where missing. Nothing is copied.</summary>
    /// <param name="values">The numbers, <c>[count]</c> or longer.</param>
    /// <param name="count">Rows.</param>
    /// <param name="digits">All digits of the numbers that a double does not hold, null elsewhere; null where all are held.</param>
    public NumberColumn(double[] values, int count, string?[]? digits = null)
        : base(count)
    {
        _values = values;
        _digits = digits;
    }

    /// <summary>Whether some number here may have more digits than a double holds.</summary>
    public bool HasDigits => _digits is not null;

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.Number;

    /// <summary>The numbers, NaN where missing; the nearest doubles of those that a double does not hold, which the column's values give with all digits.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, Count);

    /// <inheritdoc />
    public override Value this[int row] => Digits(row) is { } digits && Value.TryNumber(digits, out Value exact) ? exact : Value.Of(Values[row]);

    /// <inheritdoc />
    public override bool IsMissing(int row) => double.IsNaN(Values[row]);

    /// <summary>All digits of a row's number, where its double does not hold them.</summary>
    public string? Digits(int row) => _digits?[row];

    /// <inheritdoc />
    public override ColumnData Take(ReadOnlySpan<int> rows)
    {
        var taken = new double[rows.Length];
        string?[]? digits = _digits is null ? null : new string?[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = _values[rows[i]];
            if (digits is not null)
            {
                digits[i] = _digits![rows[i]];
            }
        }

        return new NumberColumn(taken, taken.Length, digits);
    }

    /// <inheritdoc />
    public override ColumnData Slice(int start, int count) => new NumberColumn(Values.Slice(start, count).ToArray(), count, _digits?[start..(start + count)]);
}
