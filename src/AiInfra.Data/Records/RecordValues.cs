using System.Globalization;
using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Cells;

namespace AiInfra.Data.Records;

/// <summary>Conversions between kinds of values that lose nothing.</summary>
internal static class RecordValues
{
    public static bool TryConvert(Value value, ValueKind kind, out Value converted)
    {
        converted = default;
        if (value.IsMissing)
        {
            return true;
        }

        switch (kind)
        {
            case ValueKind.Text:
                converted = Value.Of(Text(value));
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

    /// <summary>An integer that is a text is its digits, also where the number's own notation has an exponent.</summary>
    private static string? Text(Value value) =>
        value.Kind == ValueKind.Number && Math.Abs(value.AsNumber()) is >= 1e15 and <= 9007199254740992 && Math.Floor(value.AsNumber()) == value.AsNumber()
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
