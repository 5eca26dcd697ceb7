using System.Text;
using System.Text.Json;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion.JsonLines;

/// <summary>Reads one line's object as names and values. Objects inside are flattened to "outer.inner"; arrays become their JSON text.</summary>
internal static class JsonObjects
{
    public static void Read(ReadOnlySpan<byte> line, Action<string, Value> found)
    {
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"an object is expected, {reader.TokenType} was found");
        }

        ReadObject(ref reader, "", line, found);
        if (reader.Read())
        {
            throw new JsonException("something follows the object");
        }
    }

    private static void ReadObject(ref Utf8JsonReader reader, string prefix, ReadOnlySpan<byte> line, Action<string, Value> found)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = prefix + reader.GetString();
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    ReadObject(ref reader, name + ".", line, found);
                    break;
                case JsonTokenType.StartArray:
                    int start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    found(name, Value.Of(Encoding.UTF8.GetString(line[start..(int)reader.BytesConsumed])));
                    break;
                case JsonTokenType.String: found(name, Text(reader.GetString()!)); break;
                case JsonTokenType.Number: found(name, Value.Of(reader.GetDouble())); break;
                case JsonTokenType.True: found(name, Value.Of(true)); break;
                case JsonTokenType.False: found(name, Value.Of(false)); break;
                default: found(name, Value.Missing); break;
            }
        }
    }

    private static Value Text(string text) => Value.Of(text);
}
