using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;

namespace AiInfra.Core.Rows;

/// <summary>One cell of a row as it passes between layers: a number, a text, a boolean, a point in time, or nothing.</summary>
/// <remarks>Immutable. The default value is <see cref="Missing"/>. Numbers and times cost no allocation. A number that a double cannot hold (an integer beyond 2^53, a decimal of 20 digits) keeps its digits beside the nearest double: <see cref="AsText"/> gives them, equality compares them, <see cref="AsNumber"/> is the nearest double.</remarks>
[JsonConverter(typeof(ValueJsonConverter))]
public readonly struct Value : IEquatable<Value>
{
    private readonly string? _text;
    private readonly long _bits;

    private Value(ValueKind kind, long bits, string? text)
    {
        Kind = kind;
        _bits = bits;
        _text = text;
    }

    /// <summary>The value of an empty cell.</summary>
    public static Value Missing => default;

    /// <summary>What this value holds.</summary>
    public ValueKind Kind { get; }

    // Both zeros are equal.
    private long Key => Kind == ValueKind.Number && _bits == long.MinValue ? 0 : _bits;

    /// <summary>Whether nothing is there.</summary>
    public bool IsMissing => Kind == ValueKind.Missing;

    /// <summary>Whether this is a number with more digits than a double holds: <see cref="AsText"/> has them all, <see cref="AsNumber"/> does not.</summary>
    public bool IsBeyondDouble => Kind == ValueKind.Number && _text is not null;

    /// <summary>A number; NaN becomes <see cref="Missing"/>.</summary>
    public static Value Of(double number) => double.IsNaN(number) ? default : new(ValueKind.Number, BitConverter.DoubleToInt64Bits(number), null);

    /// <summary>An integer, with all its digits.</summary>
    public static Value Of(long number) => number is >= -(1L << 53) and <= 1L << 53 ? Of((double)number) : Beyond(number, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>An integer, with all its digits.</summary>
    public static Value Of(ulong number) => number <= 1UL << 53 ? Of((double)number) : Beyond(number, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>An integer, with all its digits. Beyond 1.8e308 it becomes infinite as a double, its digits stay.</summary>
    public static Value Of(BigInteger number) => BigInteger.Abs(number) <= 1L << 53 ? Of((double)number) : Beyond((double)number, ExactNumber.Canonical(number.ToString(CultureInfo.InvariantCulture))!);

    /// <summary>A decimal, with all its digits.</summary>
    public static Value Of(decimal number)
    {
        // By its notation: the conversion to double is not always to the nearest.
        TryNumber(number.ToString(CultureInfo.InvariantCulture), out Value value);
        return value;
    }

    /// <summary>A text; null becomes <see cref="Missing"/>, an empty text stays a text.</summary>
    public static Value Of(string? text) => text is null ? default : new(ValueKind.Text, 0, text);

    /// <summary>A boolean.</summary>
    public static Value Of(bool flag) => new(ValueKind.Boolean, flag ? 1 : 0, null);

    /// <summary>A point in time. Stored as UTC; an unspecified kind is read as UTC.</summary>
    public static Value Of(DateTime instant) => new(
        ValueKind.Instant,
        (instant.Kind == DateTimeKind.Local ? instant.ToUniversalTime() : instant).Ticks,
        null);

    /// <summary>A point in time.</summary>
    public static Value Of(DateTimeOffset instant) => new(ValueKind.Instant, instant.UtcTicks, null);

    /// <summary>Reads a number in invariant notation, such as -12, 3.50 or 1e-3, with all its digits.</summary>
    /// <returns>False where the text is no such number, or one beyond 1.8e308.</returns>
    public static bool TryNumber(ReadOnlySpan<char> text, out Value value)
    {
        bool read = ExactNumber.TryRead(text, out double number, out string? exact);
        value = !read ? default : exact is null ? Of(number) : Beyond(number, exact);
        return read;
    }

    /// <summary>A number.</summary>
    public static implicit operator Value(double number) => Of(number);

    /// <summary>An integer, with all its digits.</summary>
    public static implicit operator Value(long number) => Of(number);

    /// <summary>A text, or nothing when null.</summary>
    public static implicit operator Value(string? text) => Of(text);

    /// <summary>A boolean.</summary>
    public static implicit operator Value(bool flag) => Of(flag);

    /// <summary>A point in time.</summary>
    public static implicit operator Value(DateTime instant) => Of(instant);

    /// <summary>Whether two values are of one kind and equal.</summary>
    public static bool operator ==(Value left, Value right) => left.Equals(right);

    /// <summary>Whether two values differ in kind or content.</summary>
    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    /// <summary>The number, NaN when missing; a boolean is 0 or 1. The nearest double where <see cref="IsBeyondDouble"/>.</summary>
    /// <exception cref="InvalidOperationException">The value is a text or a time.</exception>
    public double AsNumber() => Kind switch
    {
        ValueKind.Number => BitConverter.Int64BitsToDouble(_bits),
        ValueKind.Boolean => _bits,
        ValueKind.Missing => double.NaN,
        _ => throw new InvalidOperationException($"A value of kind {Kind} ('{this}') was asked for as a number."),
    };

    /// <summary>The text; other kinds in invariant notation; null when missing.</summary>
    public string? AsText() => Kind switch
    {
        ValueKind.Text => _text,
        ValueKind.Missing => null,
        ValueKind.Number when _text is not null => _text,
        // Both zeros are one number, and one class.
        ValueKind.Number => (BitConverter.Int64BitsToDouble(_bits) + 0.0).ToString("R", CultureInfo.InvariantCulture),
        ValueKind.Boolean => _bits != 0 ? "true" : "false",
        _ => new DateTime(_bits, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture),
    };

    /// <summary>The boolean.</summary>
    /// <exception cref="InvalidOperationException">The value is not a boolean.</exception>
    public bool AsBoolean() => Kind == ValueKind.Boolean
        ? _bits != 0
        : throw new InvalidOperationException($"A value of kind {Kind} ('{this}') was asked for as a boolean.");

    /// <summary>The point in time, UTC.</summary>
    /// <exception cref="InvalidOperationException">The value is not a time.</exception>
    public DateTime AsInstant() => Kind == ValueKind.Instant
        ? new DateTime(_bits, DateTimeKind.Utc)
        : throw new InvalidOperationException($"A value of kind {Kind} ('{this}') was asked for as a point in time.");

    /// <inheritdoc />
    public bool Equals(Value other) => Kind == other.Kind && Key == other.Key && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Kind, Key, _text is null ? 0 : StringComparer.Ordinal.GetHashCode(_text));

    private static Value Beyond(double nearest, string digits) => new(ValueKind.Number, BitConverter.DoubleToInt64Bits(nearest), digits);

    /// <inheritdoc />
    public override string ToString() => AsText() ?? "(missing)";
}
