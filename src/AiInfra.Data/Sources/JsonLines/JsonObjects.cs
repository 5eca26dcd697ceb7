using System.Text.Json;

namespace AiInfra.Data.Sources.JsonLines;

/// <summary>Reads one object as paths and cells. Objects inside are gone into; arrays are cells of their JSON text.</summary>
internal sealed class JsonObjects
{
    /// <summary>Stands between the names of a path, so that a name with a dot is not taken for two names.</summary>
    public const char Separator = '\u001F';

    private char[] _path = new char[256];
    private byte[] _clean = [];

    /// <summary>Takes a cell; the path is valid during the call only.</summary>
    public delegate void Found(ReadOnlySpan<char> path, JsonCell cell);

    /// <summary>NaN tokens of the last object, which JSON does not know: read as null.</summary>
    public int NotNumbers { get; private set; }

    /// <summary>A path as people write it.</summary>
    public static string Name(ReadOnlySpan<char> path) => path.ToString().Replace(Separator, '.');

    /// <exception cref="JsonException">It is no object, or not as JSON is written.</exception>
    public void Read(ReadOnlySpan<byte> json, Found found, Found group)
    {
        NotNumbers = 0;
        ReadOnlySpan<byte> checkedJson = IsWhole(json) ? json : Without(json);
        var reader = new Utf8JsonReader(checkedJson);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"an object is expected, {Words(reader.TokenType)} was found");
        }

        ReadObject(ref reader, 0, checkedJson, found, group);
        if (reader.Read())
        {
            throw new JsonException("something follows the object");
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> json) => json.IndexOf("NaN"u8) < 0 && json.IndexOf("Infinity"u8) < 0;

    private static string Words(JsonTokenType type) => type switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "nothing",
    };

    private void ReadObject(ref Utf8JsonReader reader, int prefix, ReadOnlySpan<byte> json, Found found, Found group)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            int most = prefix + 1 + (reader.HasValueSequence ? 0 : reader.ValueSpan.Length);
            if (most > _path.Length)
            {
                Array.Resize(ref _path, Math.Max(most, _path.Length * 2));
            }

            int length = prefix + reader.CopyString(_path.AsSpan(prefix));
            ReadOnlySpan<char> path = _path.AsSpan(0, length);
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    group(path, default);
                    if (length == _path.Length)
                    {
                        Array.Resize(ref _path, length * 2);
                    }

                    _path[length] = Separator;
                    ReadObject(ref reader, length + 1, json, found, group);
                    break;
                case JsonTokenType.StartArray:
                    int start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    found(path, new JsonCell(JsonTokenType.StartArray, json[start..(int)reader.BytesConsumed], null));
                    break;
                case JsonTokenType.String:
                    found(path, new JsonCell(JsonTokenType.String, reader.ValueSpan, reader.GetString()));
                    break;
                default:
                    found(path, new JsonCell(reader.TokenType, reader.ValueSpan, null));
                    break;
            }
        }
    }

    /// <summary>The object with null in place of NaN, and numbers beyond all doubles in place of infinities, outside texts. Python writes them.</summary>
    private ReadOnlySpan<byte> Without(ReadOnlySpan<byte> json)
    {
        if (_clean.Length < json.Length + 1)
        {
            _clean = new byte[json.Length + 1];
        }

        int to = 0;
        for (int at = 0; at < json.Length;)
        {
            ReadOnlySpan<byte> rest = json[at..];
            if (rest[0] == (byte)'"')
            {
                int end = 1;
                while (end < rest.Length && rest[end] != (byte)'"')
                {
                    end += rest[end] == (byte)'\\' ? 2 : 1;
                }

                end = Math.Min(rest.Length, end + 1);
                rest[..end].CopyTo(_clean.AsSpan(to));
                to += end;
                at += end;
            }
            else if (rest.StartsWith("NaN"u8))
            {
                Grow(to + json.Length - at + 2);
                "null"u8.CopyTo(_clean.AsSpan(to));
                to += 4;
                at += 3;
                NotNumbers++;
            }
            else if (rest.StartsWith("Infinity"u8))
            {
                JsonCell.Infinity.CopyTo(_clean.AsSpan(to));
                to += JsonCell.Infinity.Length;
                at += 8;
            }
            else
            {
                _clean[to++] = rest[0];
                at++;
            }
        }

        return _clean.AsSpan(0, to);
    }

    private void Grow(int length)
    {
        if (length > _clean.Length)
        {
            Array.Resize(ref _clean, length * 2);
        }
    }
}
