using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;

namespace AiInfra.Core.Rows;

/// <summary>The columns that a record stands in: a property's name, or that of its <c>[Column]</c>.</summary>
public static class RecordColumns
{
    /// <summary>Columns and kinds of a record.</summary>
    /// <exception cref="ArgumentException">A property cannot stand in a column.</exception>
    public static RowSchema Schema<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] T>() => RecordShape<T>.Instance.Schema;

    /// <summary>The column of a property, for example <c>r => r.Price</c>.</summary>
    /// <exception cref="ArgumentException">It is not a property of the record that stands in a column.</exception>
    public static Column Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] T>(Expression<Func<T, object?>> property)
    {
        RecordShape<T> shape = RecordShape<T>.Instance;
        return shape.Schema.Columns[shape.Schema.Require(shape.ColumnOf(property))];
    }
}
