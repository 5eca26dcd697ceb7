using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using AiInfra.Core.Rows;

namespace AiInfra.Testing;

/// <summary>Property types of records and the values they hold.</summary>
internal static class RecordTypes
{
    public static PropertyInfo[] Properties([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.GetIndexParameters().Length == 0)];

    /// <summary>The kind of value that a property holds, or null.</summary>
    public static ValueKind? Kind(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsEnum || plain == typeof(string) ? ValueKind.Text
            : plain == typeof(bool) ? ValueKind.Boolean
            : plain == typeof(DateTime) || plain == typeof(DateTimeOffset) || plain == typeof(DateOnly) ? ValueKind.Instant
            : Type.GetTypeCode(plain) is >= TypeCode.SByte and <= TypeCode.Decimal ? ValueKind.Number
            : null;
    }

    public static Value ToValue(object? value) => value switch
    {
        null => Value.Missing,
        string text => Value.Of(text),
        bool flag => Value.Of(flag),
        Enum name => Value.Of(name.ToString()),
        IConvertible number => Value.Of(number.ToDouble(CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"A value of type {value.GetType().Name} can't be answered."),
    };

    /// <exception cref="InvalidCastException">The value is missing and the type has no room for that.</exception>
    public static object? FromValue(Value value, Type type, string name)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (value.IsMissing)
        {
            return plain == typeof(string) ? string.Empty
                : plain != type ? null
                : plain == typeof(double) ? double.NaN
                : plain == typeof(float) ? float.NaN
                : throw new InvalidCastException($"'{name}' is missing, but its type {plain.Name} cannot say so. Make it {plain.Name}? in the record of the fake model.");
        }

        return plain.IsEnum ? Enum.Parse(plain, value.AsText()!)
            : plain == typeof(string) ? value.AsText()
            : plain == typeof(bool) ? value.AsBoolean()
            : plain == typeof(DateTime) ? value.AsInstant()
            : plain == typeof(DateTimeOffset) ? new DateTimeOffset(value.AsInstant())
            : plain == typeof(DateOnly) ? DateOnly.FromDateTime(value.AsInstant())
            : Convert.ChangeType(value.AsNumber(), plain, CultureInfo.InvariantCulture);
    }
}
