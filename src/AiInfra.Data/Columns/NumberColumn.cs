using AiInfra.Core.Rows;

namespace AiInfra.Data.Columns;

/// <summary>A column of numbers; a missing one is NaN.</summary>
public sealed class NumberColumn : ColumnData
{
    private readonly double[] _values;

    /// <summary>Wraps an array of numbers, NaN where missing. The array is not copied.</summary>
    public NumberColumn(double[] values)
        : base((values ?? throw new ArgumentNullException(nameof(values))).Length) => _values = values;

    internal NumberColumn(double[] values, int count)
        : base(count) => _values = values;

    /// <inheritdoc />
    public override ValueKind Kind => ValueKind.Number;

    /// <summary>The numbers, NaN where missing.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, Count);

    /// <inheritdoc />
    public override Value this[int row] => Value.Of(Values[row]);

    /// <inheritdoc />
    public override bool IsMissing(int row) => double.IsNaN(Values[row]);

    internal override ColumnData Take(ReadOnlySpan<int> rows)
    {
        var taken = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = _values[rows[i]];
        }

        return new NumberColumn(taken);
    }

    internal override ColumnData Slice(int start, int count) => new NumberColumn(Values.Slice(start, count).ToArray());
}
