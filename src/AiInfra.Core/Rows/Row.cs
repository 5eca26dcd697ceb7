using System.Diagnostics.CodeAnalysis;

namespace AiInfra.Core.Rows;

/// <summary>One row: values under the columns of a schema. The values are not copied; do not change them afterwards.</summary>
public sealed class Row
{
    private readonly Value[] _values;

    /// <summary>Creates a row over the given values.</summary>
    /// <exception cref="ArgumentException">There are not as many values as columns.</exception>
    public Row(RowSchema schema, Value[] values)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != schema.Count)
        {
            throw new ArgumentException($"The schema has {schema.Count} columns, the row {values.Length} values.", nameof(values));
        }

        Schema = schema;
        _values = values;
    }

    /// <summary>The columns.</summary>
    public RowSchema Schema { get; }

    /// <summary>The values, in the order of the columns.</summary>
    public ReadOnlySpan<Value> Values => _values;

    /// <summary>Value at a position.</summary>
    public Value this[int index] => _values[index];

    /// <summary>Value of a column.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Value this[string column] => _values[Schema.Require(column)];

    /// <summary>The row of one record: <c>Row.From(new House(120, "oak"))</c>.</summary>
    /// <exception cref="ArgumentException">A property cannot stand in a column; <c>[NotMapped]</c> leaves it out.</exception>
    public static Row From<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] T>(T record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return RecordShape<T>.Instance.ToRow(record);
    }

    /// <inheritdoc />
    public override string ToString() => string.Join(", ", Schema.Columns.Zip(_values, (c, v) => $"{c.Name}={v}"));
}
