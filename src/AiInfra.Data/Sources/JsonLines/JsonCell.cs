using System.Globalization;
using System.Text;
using System.Text.Json;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Sources.JsonLines;

/// <summary>A value of a property as it stands in the file.</summary>
internal readonly ref struct JsonCell
{
    private readonly ReadOnlySpan<byte> _token;
    private readonly string? _text;

    public JsonCell(JsonTokenType type, ReadOnlySpan<byte> token, string? text)
    {
        Type = type;
        _token = token;
        _text = text;
    }

    public JsonTokenType Type { get; }

    /// <summary>What an infinity was written as: no double is near to it, so that nothing else is taken for one.</summary>
    public static ReadOnlySpan<byte> Infinity => "9e999999"u8;

    public bool IsMissing => Type is JsonTokenType.Null or JsonTokenType.None;

    public bool IsNumber => Type == JsonTokenType.Number;

    public bool IsBoolean => Type is JsonTokenType.True or JsonTokenType.False;

    private bool IsInfinite => _token.EndsWith(Infinity) && _token.Length <= Infinity.Length + 1;

    /// <summary>As text: a number in the digits that stand there.</summary>
    public string AsText() => Type switch
    {
        JsonTokenType.String => _text!,
        JsonTokenType.Number when IsInfinite => _token[0] == (byte)'-' ? "-Infinity" : "Infinity",
        JsonTokenType.StartArray when _token.IndexOf(Infinity) >= 0 => Encoding.UTF8.GetString(_token).Replace(Encoding.UTF8.GetString(Infinity), "Infinity", StringComparison.Ordinal),
        _ => Encoding.UTF8.GetString(_token),
    };

    /// <summary>As number with all digits; missing where it is none, or beyond all doubles.</summary>
    public Value AsNumber()
    {
        if (Type != JsonTokenType.Number)
        {
            return default;
        }

        if (_token.Length <= 15 && CellParser.TryNumber(_token, out double number) && double.IsFinite(number) && Math.Abs(number) <= 9007199254740992)
        {
            return Value.Of(number);
        }

        return IsInfinite ? Value.Of(_token[0] == (byte)'-' ? double.NegativeInfinity : double.PositiveInfinity)
            : Value.TryNumber(Encoding.UTF8.GetString(_token), out Value value) ? value
            : default;
    }

    /// <summary>Whether digits before the point would be lost in a double: an identifier. What a program wrote from a double (1e300) gives its notation back, and is none.</summary>
    public static bool IsIdentifier(Value number, string token) =>
        number.IsBeyondDouble && Math.Abs(number.AsNumber()) >= 9007199254740992
        && (token.AsSpan().IndexOfAny('.', 'e', 'E') < 0 || !IsWrittenFromDouble(number));

    /// <summary>Whether the shortest notation of the double is this very number.</summary>
    public static bool IsWrittenFromDouble(Value number) =>
        Value.TryNumber(number.AsNumber().ToString("R", CultureInfo.InvariantCulture), out Value back) && back == number;

    public bool TryInstant(out Value instant)
    {
        instant = default;
        if (Type != JsonTokenType.String || _text!.Length is < 10 or > 64 || !CellParser.TryInstant(Encoding.UTF8.GetBytes(_text), out long ticks))
        {
            return false;
        }

        instant = Value.Of(new DateTime(ticks, DateTimeKind.Utc));
        return true;
    }

    /// <summary>Whether a time says its zone.</summary>
    public bool HasZone() => _text is { Length: > 10 } && (_text[^1] is 'Z' or 'z' || _text.AsSpan(10).IndexOfAny('+', '-') >= 0);
}
