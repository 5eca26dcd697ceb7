using System.Globalization;
using System.Text.Json.Serialization;

namespace AiInfra.Core.Rows;

/// <summary>One cell of a row as it passes between layers: a number, a text, a boolean, a point in time, or nothing.</summary>
/// <remarks>Immutable. The default value is <see cref="Missing"/>. Numbers and times cost no allocation.</remarks>
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

    /// <summary>A number; NaN becomes <see cref="Missing"/>.</summary>
    public static Value Of(double number) => double.IsNaN(number) ? default : new(ValueKind.Number, BitConverter.DoubleToInt64Bits(number), null);

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

    /// <summary>A number.</summary>
    public static implicit operator Value(double number) => Of(number);

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

    /// <summary>The number, NaN when missing; a boolean is 0 or 1.</summary>
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

    /// <inheritdoc />
    public override string ToString() => AsText() ?? "(missing)";
}
