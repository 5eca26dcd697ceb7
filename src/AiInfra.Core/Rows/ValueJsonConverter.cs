using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiInfra.Core.Rows;

/// <summary>Writes a <see cref="Value"/> as plain JSON: number, text, true/false, null; infinities and times as <c>{"number":"Infinity"}</c> and <c>{"instant":"…"}</c>.</summary>
internal sealed class ValueJsonConverter : JsonConverter<Value>
{
    public override bool HandleNull => true;

    public override Value Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null: return Value.Missing;
            case JsonTokenType.True: return Value.Of(true);
            case JsonTokenType.False: return Value.Of(false);
            case JsonTokenType.Number: return Number(ref reader);
            case JsonTokenType.String: return Value.Of(reader.GetString());
            case JsonTokenType.StartObject: break;
            default: throw new JsonException($"A value is a number, text, boolean or null; found {reader.TokenType}.");
        }

        reader.Read();
        string? kind = reader.GetString();
        reader.Read();
        string text = reader.GetString() ?? throw new JsonException("A tagged value needs text.");
        reader.Read();
        return kind switch
        {
            "number" when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => Value.Of(number),
            "instant" when DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime instant) => Value.Of(instant),
            "number" or "instant" => throw new JsonException($"'{text}' is no {kind}."),
            _ => throw new JsonException($"A tagged value is 'number' or 'instant'; found '{kind}'."),
        };
    }

    public override void Write(Utf8JsonWriter writer, Value value, JsonSerializerOptions options)
    {
        switch (value.Kind)
        {
            case ValueKind.Missing: writer.WriteNullValue(); break;
            case ValueKind.Boolean: writer.WriteBooleanValue(value.AsBoolean()); break;
            case ValueKind.Text: writer.WriteStringValue(value.AsText()); break;
            case ValueKind.Number when value.IsBeyondDouble || (double.IsFinite(value.AsNumber()) && Math.Abs(value.AsNumber()) > ExactNumber.LastInteger): writer.WriteRawValue(value.AsText()!); break;
            case ValueKind.Number when double.IsFinite(value.AsNumber()): writer.WriteNumberValue(value.AsNumber()); break;
            default:
                writer.WriteStartObject();
                writer.WriteString(value.Kind == ValueKind.Number ? "number" : "instant", value.AsText());
                writer.WriteEndObject();
                break;
        }
    }

    private static Value Number(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> token = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        double number = reader.GetDouble();
        string text = token.Length > 15 || Math.Abs(number) > ExactNumber.LastInteger ? Encoding.UTF8.GetString(token) : "";

        // Doubles beyond 2^53 are written with an exponent, numbers of many digits never.
        return text.Length > 0 && !ExactNumber.IsOfDouble(text, number) && Value.TryNumber(text, out Value exact) ? exact : Value.Of(number);
    }
}
