using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AiInfra.Core.Rows;

namespace AiInfra.Sqlite.Storage;

/// <summary>Rows as compact JSON: <c>[1.5,"a",null,true]</c>; times as <c>{"t":ticks}</c>, infinities as <c>{"n":"Infinity"}</c>. The columns are kept apart.</summary>
internal static class RowJson
{
    public static string Columns(RowSchema schema) => Write(schema.Columns, static (writer, columns) =>
    {
        writer.WriteStartArray();
        foreach (Column column in columns)
        {
            writer.WriteStringValue(column.Name);
            writer.WriteNumberValue((int)column.Kind);
        }

        writer.WriteEndArray();
    });

    public static RowSchema Schema(string columns)
    {
        using var json = JsonDocument.Parse(columns);
        JsonElement[] cells = [.. json.RootElement.EnumerateArray()];
        return new RowSchema(Enumerable.Range(0, cells.Length / 2).Select(i => new Column(cells[2 * i].GetString()!, (ValueKind)cells[(2 * i) + 1].GetInt32())));
    }

    public static string Values(Row row) => Write(row, static (writer, source) =>
    {
        writer.WriteStartArray();
        foreach (Value value in source.Values)
        {
            Write(writer, value);
        }

        writer.WriteEndArray();
    });

    public static Row Row(RowSchema schema, string values)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(values));
        var cells = new Value[schema.Count];
        reader.Read();
        for (int i = 0; i < cells.Length; i++)
        {
            reader.Read();
            cells[i] = Read(ref reader);
        }

        return new Row(schema, cells);
    }

    public static string Single(Value value) => Write(value, static (writer, v) => Write(writer, v));

    public static Value Single(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        reader.Read();
        return Read(ref reader);
    }

    private static string Write<T>(T source, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(writer, source);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Missing:
                writer.WriteNullValue();
                break;
            case ValueKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean());
                break;
            case ValueKind.Text:
                writer.WriteStringValue(value.AsText());
                break;
            case ValueKind.Number when double.IsFinite(value.AsNumber()) && !value.IsBeyondDouble:
                writer.WriteNumberValue(value.AsNumber());
                break;
            case ValueKind.Number:
                writer.WriteStartObject();
                writer.WriteString("n", value.AsText());
                writer.WriteEndObject();
                break;
            default:
                writer.WriteStartObject();
                writer.WriteNumber("t", value.AsInstant().Ticks);
                writer.WriteEndObject();
                break;
        }
    }

    private static Value Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null: return Value.Missing;
            case JsonTokenType.True: return Value.Of(true);
            case JsonTokenType.False: return Value.Of(false);
            case JsonTokenType.Number: return Value.Of(reader.GetDouble());
            case JsonTokenType.String: return Value.Of(reader.GetString());
            default: break;
        }

        reader.Read();
        bool time = reader.ValueTextEquals("t"u8);
        reader.Read();
        Value value = time ? Value.Of(new DateTime(reader.GetInt64(), DateTimeKind.Utc)) : Number(reader.GetString()!);
        reader.Read();
        return value;
    }

    /// <summary>An infinity, or a number with more digits than a double holds.</summary>
    private static Value Number(string text) => Value.TryNumber(text, out Value value) ? value : Value.Of(double.Parse(text, CultureInfo.InvariantCulture));
}
