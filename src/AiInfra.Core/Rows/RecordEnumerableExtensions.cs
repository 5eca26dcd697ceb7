using System.Diagnostics.CodeAnalysis;

namespace AiInfra.Core.Rows;

/// <summary>Rows of records that are in memory: a property is a column, named as everywhere else.</summary>
public static class RecordEnumerableExtensions
{
    /// <summary>Rows of records.</summary>
    /// <param name="records">The records.</param>
    /// <exception cref="ArgumentException">A property cannot stand in a column; <c>[NotMapped]</c> leaves it out.</exception>
    public static IReadOnlyList<Row> ToRows<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IEnumerable<T> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return [.. records.Select(Row.From)];
    }
}
