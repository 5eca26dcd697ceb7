using System.Reflection;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Records;

/// <summary>A property of a record and the column it stands in.</summary>
/// <param name="Property">The property.</param>
/// <param name="Name">Name of the column: the property's, or what a [Column] attribute says.</param>
/// <param name="Kind">Kind of the column.</param>
/// <param name="Type">The property's type, without Nullable.</param>
/// <param name="MayBeMissing">Whether the record takes a null here.</param>
internal sealed record RecordProperty(PropertyInfo Property, string Name, ValueKind Kind, Type Type, bool MayBeMissing)
{
    public static bool TryKind(Type type, out ValueKind kind)
    {
        kind = type switch
        {
            _ when type.IsEnum => ValueKind.Text,
            _ when type == typeof(string) || type == typeof(Guid) || type == typeof(char) || type == typeof(TimeSpan) || type == typeof(TimeOnly) || type == typeof(Uri) => ValueKind.Text,
            _ when type == typeof(bool) => ValueKind.Boolean,
            _ when type == typeof(DateTime) || type == typeof(DateTimeOffset) || type == typeof(DateOnly) => ValueKind.Instant,
            _ when type == typeof(double) || type == typeof(float) || type == typeof(Half) || type == typeof(decimal) || RecordNumbers.IsInteger(type) => ValueKind.Number,
            _ => ValueKind.Missing,
        };
        return kind != ValueKind.Missing;
    }
}
