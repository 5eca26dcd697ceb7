using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

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
                converted = Value.Of(value.AsText());
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

    /// <summary>The range within which every double that is an integer is one of the type.</summary>
    public static (double Low, double High) Range(Type type) => type switch
    {
        _ when type == typeof(int) => (int.MinValue, int.MaxValue),
        _ when type == typeof(long) => (-9007199254740992.0, 9007199254740992.0),
        _ when type == typeof(short) => (short.MinValue, short.MaxValue),
        _ when type == typeof(byte) => (byte.MinValue, byte.MaxValue),
        _ when type == typeof(uint) => (uint.MinValue, uint.MaxValue),
        _ when type == typeof(ulong) => (0, 9007199254740992.0),
        _ when type == typeof(ushort) => (ushort.MinValue, ushort.MaxValue),
        _ => (sbyte.MinValue, sbyte.MaxValue),
    };

    private static bool TryParse(ReadOnlySpan<byte> text, ValueKind kind, out Value value)
    {
        value = default;
        if (kind == ValueKind.Number && CellParser.TryNumber(text, out double number))
        {
            value = Value.Of(number);
        }
        else if (kind == ValueKind.Boolean && CellParser.TryBoolean(text, out bool flag))
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
