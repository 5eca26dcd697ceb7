using System.Globalization;
using System.Linq.Expressions;
using System.Numerics;
using System.Text;

namespace AiInfra.Core.Rows;

/// <summary>The one table of conversions between a <see cref="Value"/> and the types of .NET, and between kinds of values. Nothing is rounded, cut off or guessed: what does not fit is refused.</summary>
/// <remarks>
/// Number: all integers up to <see cref="BigInteger"/>, <see cref="Half"/>, <see cref="float"/>, <see cref="double"/>, <see cref="decimal"/>. Boolean: <see cref="bool"/>.
/// Instant: <see cref="DateTime"/>, <see cref="DateTimeOffset"/>, <see cref="DateOnly"/> (midnight UTC).
/// Text: <see cref="string"/>, enums by name, <see cref="Guid"/>, <see cref="char"/>, <see cref="TimeSpan"/>, <see cref="TimeOnly"/>, <see cref="Uri"/>. Each of them as nullable too: null is <see cref="Value.Missing"/>.
/// </remarks>
public static class ValueConversion
{
    private const long FirstMillisecond = -62135596800000;
    private const long LastMillisecond = 253402300799999;

    /// <summary>The kind of value that a type holds; <see cref="ValueKind.Missing"/> where it cannot stand in a column.</summary>
    public static ValueKind KindOf(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when plain.IsEnum || plain == typeof(string) || plain == typeof(Guid) || plain == typeof(char) || plain == typeof(TimeSpan) || plain == typeof(TimeOnly) || plain == typeof(Uri) => ValueKind.Text,
            _ when plain == typeof(bool) => ValueKind.Boolean,
            _ when plain == typeof(DateTime) || plain == typeof(DateTimeOffset) || plain == typeof(DateOnly) => ValueKind.Instant,
            _ when ValueNumbers.IsNumber(plain) => ValueKind.Number,
            _ => ValueKind.Missing,
        };
    }

    /// <summary>Whether a type holds numbers that a double does not.</summary>
    public static bool IsBeyondDouble(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return ValueNumbers.IsBeyondDouble(Nullable.GetUnderlyingType(type) ?? type);
    }

    /// <summary>The value of an object; null is missing.</summary>
    /// <exception cref="ArgumentException">Its type has no kind of value.</exception>
    public static Value Of(object? value) => value switch
    {
        null => Value.Missing,
        Value itself => itself,
        string text => Value.Of(text),
        bool flag => Value.Of(flag),
        double number => Value.Of(number),
        float number => Value.Of(number),
        Half number => Value.Of((double)number),
        decimal number => Value.Of(number),
        ulong number => Value.Of(number),
        BigInteger number => Value.Of(number),
        Int128 number => Value.Of((BigInteger)number),
        UInt128 number => Value.Of((BigInteger)number),
        DateTime instant => Value.Of(instant),
        DateTimeOffset instant => Value.Of(instant),
        DateOnly day => Value.Of(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)),
        Enum or Guid or char or TimeSpan or TimeOnly or Uri => Value.Of(ValueTexts.Write(value)),
        sbyte or byte or short or ushort or int or uint or long => Value.Of(((IConvertible)value).ToInt64(CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"A {value.GetType().Name} is no value: numbers, text, booleans, dates, enums and Guid are.", nameof(value)),
    };

    /// <summary>An expression that makes a <see cref="Value"/> of one of a property's type, for code that compiles mappings; null where the type has no kind of value.</summary>
    public static Expression? ToValue(Expression typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        return ValueExpressions.ToValue(typed);
    }

    /// <summary>A value as one of another kind, where nothing is lost: text that reads as a number, boolean or ISO 8601 time, anything as text, booleans as 0 and 1, and 0 and 1 as booleans. A missing value stays missing.</summary>
    public static bool TryConvert(Value value, ValueKind kind, out Value converted)
    {
        converted = default;
        if (value.IsMissing)
        {
            return true;
        }

        if (value.Kind == kind)
        {
            converted = value;
            return true;
        }

        switch (kind)
        {
            case ValueKind.Text:
                converted = Value.Of(Digits(value));
                return true;
            case ValueKind.Number when value.Kind == ValueKind.Boolean:
                converted = Value.Of(value.AsNumber());
                return true;
            case ValueKind.Boolean when value.Kind == ValueKind.Number && value.AsNumber() is 0 or 1:
                converted = Value.Of(value.AsNumber() == 1);
                return true;
            default:
                return value.Kind == ValueKind.Text && TryParse(Encoding.UTF8.GetBytes(value.AsText()!), kind, out converted);
        }
    }

    /// <summary>A value that a tensor may have brought, as one of a column's kind: as <see cref="TryConvert"/> has it, and a whole number as the instant that it is in a tensor, milliseconds since 1970, UTC. Where numbers come from files, nobody knows whether they count seconds, and they are no instants.</summary>
    public static bool TryFromTensor(Value value, ValueKind kind, out Value converted)
    {
        if (kind != ValueKind.Instant || value.Kind != ValueKind.Number)
        {
            return TryConvert(value, kind, out converted);
        }

        bool fits = TryInteger(value, out long milliseconds) && milliseconds is >= FirstMillisecond and <= LastMillisecond;
        converted = fits ? Value.Of(DateTime.UnixEpoch.AddTicks(milliseconds * TimeSpan.TicksPerMillisecond)) : default;
        return fits;
    }

    /// <summary>The number of a value, as <see cref="TryConvert"/> finds it: the nearest double.</summary>
    /// <returns>False where it is missing, a time, or a text that is no number.</returns>
    public static bool TryNumber(Value value, out double number)
    {
        bool read = TryConvert(value, ValueKind.Number, out Value converted) && !converted.IsMissing;
        number = read ? converted.AsNumber() : double.NaN;
        return read;
    }

    /// <summary>Whether two values mean the same, of whatever kinds they are: equal, or written alike, or the same number. Labels come as text where the answer is a number, and the other way round. Nothing is the same as a missing value.</summary>
    public static bool IsSame(Value left, Value right)
    {
        if (left.IsMissing || right.IsMissing)
        {
            return false;
        }

        return left == right
            || string.Equals(left.AsText(), right.AsText(), StringComparison.Ordinal)
            || (TryConvert(left, ValueKind.Number, out Value x) && TryConvert(right, ValueKind.Number, out Value y) && x == y);
    }

    /// <summary>The whole number of a value. One beyond 2^53 only where the value has all its digits: a double of that size stands for several.</summary>
    /// <returns>False where the value is missing, no number, has a fraction, or does not fit the type.</returns>
    public static bool TryInteger<T>(Value value, out T integer)
        where T : struct, IBinaryInteger<T>
    {
        integer = default;
        if (value.IsBeyondDouble)
        {
            return T.TryParse(value.AsText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out integer);
        }

        if (value.Kind is not (ValueKind.Number or ValueKind.Boolean) || value.AsNumber() is not (>= -ExactNumber.LastInteger and <= ExactNumber.LastInteger and double number))
        {
            return false;
        }

        integer = T.CreateSaturating(number);
        return double.CreateSaturating(integer) == number;
    }

    /// <summary>A value as one of a type. A missing one is null, NaN where the type is a <see cref="double"/>, <see cref="float"/> or <see cref="Half"/>, and else refused.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">The type, perhaps nullable.</param>
    /// <param name="result">The value as that type; null where it is refused.</param>
    /// <param name="why">Why it is refused: what is expected and what came.</param>
    public static bool TryRead(Value value, Type type, out object? result, out string? why)
    {
        ArgumentNullException.ThrowIfNull(type);
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        ValueKind kind = KindOf(plain);
        result = null;
        why = null;
        if (kind == ValueKind.Missing)
        {
            why = $"{type.Name} cannot stand in a column";
        }
        else if (value.IsMissing)
        {
            result = plain != type ? null : plain == typeof(double) ? double.NaN : plain == typeof(float) ? float.NaN : plain == typeof(Half) ? Half.NaN : null;
            why = result is null && plain == type && type.IsValueType ? $"the value is missing, and {type.Name} cannot say so: make it {type.Name}?" : null;
        }
        else if (!TryConvert(value, kind, out Value converted))
        {
            why = $"a {kind.ToString().ToLowerInvariant()} is expected, '{value}' was found";
        }
        else
        {
            result = kind switch
            {
                ValueKind.Number => ValueNumbers.Read(converted, plain, out why),
                ValueKind.Boolean => converted.AsBoolean(),
                ValueKind.Instant => Instant(converted.AsInstant(), plain, out why),
                _ => ValueTexts.TryRead(plain, converted.AsText()!, out object? read) ? read : null,
            };
            why ??= result is null ? $"a {plain.Name} is expected, '{value}' was found" : null;
        }

        return why is null;
    }

    private static object? Instant(DateTime instant, Type type, out string? why)
    {
        why = type == typeof(DateOnly) && instant.TimeOfDay != TimeSpan.Zero ? $"a date is expected, '{Value.Of(instant)}' has a time of day" : null;

        // As an object, for else it would become a DateTimeOffset, to which it converts.
        object same = instant;
        return why is not null ? null : type == typeof(DateOnly) ? DateOnly.FromDateTime(instant) : type == typeof(DateTimeOffset) ? new DateTimeOffset(instant) : same;
    }

    /// <summary>An integer that is a text is its digits, also where the number's own notation has an exponent.</summary>
    private static string? Digits(Value value) =>
        value.Kind == ValueKind.Number && Math.Abs(value.AsNumber()) is >= 1e15 and <= ExactNumber.LastInteger && Math.Floor(value.AsNumber()) == value.AsNumber()
            ? value.AsNumber().ToString("F0", CultureInfo.InvariantCulture)
            : value.AsText();

    private static bool TryParse(ReadOnlySpan<byte> text, ValueKind kind, out Value value)
    {
        value = default;
        if (kind == ValueKind.Number && CellParser.TryNumber(text, out double number))
        {
            value = text.Length > 15 && Value.TryNumber(Encoding.UTF8.GetString(text), out Value exact) ? exact : Value.Of(number);
        }
        else if (kind == ValueKind.Boolean && CellParser.TryYesNo(text, out bool flag))
        {
            value = Value.Of(flag);
        }
        else if (kind == ValueKind.Instant && CellParser.TryInstant(text, out long ticks))
        {
            value = Value.Of(new DateTime(ticks, DateTimeKind.Utc));
        }

        return !value.IsMissing;
    }
}
