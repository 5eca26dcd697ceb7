using System.Linq.Expressions;
using System.Reflection;

namespace AiInfra.Core.Rows;

/// <summary>What compiled mappings call to make values. Types that are frequent go without a box.</summary>
internal static class ValueExpressions
{
    public static Expression? ToValue(Expression typed)
    {
        Type type = typed.Type;
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(Value))
        {
            return type == plain ? typed : null;
        }

        if (ValueConversion.KindOf(plain) == ValueKind.Missing)
        {
            return null;
        }

        Type? via = plain.IsEnum ? null : Type.GetTypeCode(plain) switch
        {
            // With all their digits: a double has 53 bits.
            TypeCode.Int64 => typeof(long?),
            TypeCode.UInt64 => typeof(ulong?),
            TypeCode.Decimal => typeof(decimal?),
            TypeCode.Byte or TypeCode.SByte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Single or TypeCode.Double => typeof(double?),
            TypeCode.Boolean => typeof(bool?),
            TypeCode.DateTime => typeof(DateTime?),
            TypeCode.String => typeof(string),
            _ when plain == typeof(DateTimeOffset) => typeof(DateTimeOffset?),
            _ when plain == typeof(DateOnly) => typeof(DateOnly?),
            _ => null,
        };
        return via is null
            ? Expression.Call(Method(typeof(object)), Expression.Convert(typed, typeof(object)))
            : Expression.Call(Method(via), type == via ? typed : Expression.Convert(typed, via));
    }

    public static Value Of(double? number) => number is double n ? Value.Of(n) : Value.Missing;

    public static Value Of(long? number) => number is long n ? Value.Of(n) : Value.Missing;

    public static Value Of(ulong? number) => number is ulong n ? Value.Of(n) : Value.Missing;

    public static Value Of(decimal? number) => number is decimal n ? Value.Of(n) : Value.Missing;

    public static Value Of(bool? flag) => flag is bool f ? Value.Of(f) : Value.Missing;

    public static Value Of(string? text) => Value.Of(text);

    public static Value Of(DateTime? instant) => instant is DateTime i ? Value.Of(i) : Value.Missing;

    public static Value Of(DateTimeOffset? instant) => instant is DateTimeOffset i ? Value.Of(i) : Value.Missing;

    public static Value Of(DateOnly? day) => day is DateOnly d ? Value.Of(d.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)) : Value.Missing;

    public static Value Of(object? value) => ValueConversion.Of(value);

    private static MethodInfo Method(Type type) => typeof(ValueExpressions).GetMethod(nameof(Of), BindingFlags.Public | BindingFlags.Static, [type])!;
}
