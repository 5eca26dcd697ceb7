using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace AiInfra.Training.Checkpoints;

/// <summary>The header of a safetensors file: what lies where, and texts. Read strictly: what one reader may understand so and another otherwise is refused.</summary>
internal sealed class TensorHeader
{
    /// <summary>Longest header that readers of the format take.</summary>
    public const int MaxBytes = 100_000_000;

    /// <summary>Metadata entry that holds the digest: SHA-256 over header (this entry's digits as zeros) and data.</summary>
    public const string DigestKey = "aiinfra.sha256";
    private const string MetadataKey = "__metadata__";
    private static readonly string NoDigest = new('0', 64);

    private TensorHeader(byte[] bytes, List<TensorEntry> entries, Dictionary<string, string> metadata, int digestAt)
    {
        Bytes = bytes;
        Entries = entries;
        Metadata = metadata;
        DigestAt = digestAt;
    }

    /// <summary>The header as it goes into the digest: with the digest's digits as zeros.</summary>
    public byte[] Bytes { get; }

    /// <summary>In the order of their data.</summary>
    public IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>Texts, without the digest.</summary>
    public Dictionary<string, string> Metadata { get; }

    /// <summary>Where in the header the digest's digits stand; negative where there is none.</summary>
    public int DigestAt { get; }

    /// <summary>The digest that the file was written with; null where it has none.</summary>
    public string? Digest { get; private init; }

    /// <summary>Makes a header with room for a digest.</summary>
    /// <param name="entries">In the order of their data.</param>
    /// <param name="metadata">Texts.</param>
    public static TensorHeader Create(List<TensorEntry> entries, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" };
        foreach ((string key, string value) in metadata)
        {
            texts[key] = key != DigestKey ? value : throw new ArgumentException($"The text '{DigestKey}' is written by the file itself.", nameof(metadata));
        }

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataKey);
            json.WriteString(DigestKey, NoDigest);
            foreach ((string key, string value) in texts)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            foreach (TensorEntry entry in entries)
            {
                if (entry.Name == MetadataKey)
                {
                    throw new ArgumentException($"A tensor can't be named '{MetadataKey}': the format keeps that name.", nameof(entries));
                }

                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", entry.Type.Name);
                json.WriteStartArray("shape");
                Array.ForEach(entry.Shape, json.WriteNumberValue);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(entry.Start);
                json.WriteNumberValue(entry.End);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        byte[] bytes = buffer.ToArray();
        return bytes.Length <= MaxBytes
            ? new TensorHeader(bytes, entries, texts, DigitsAt(bytes, NoDigest))
            : throw new CheckpointException($"The names of {entries.Count} tensors and the texts need a header of {bytes.Length} bytes; readers of safetensors take {MaxBytes} at most.");
    }

    /// <summary>Reads a header, whose bytes are kept and changed.</summary>
    /// <param name="bytes">All of it.</param>
    /// <param name="dataBytes">How much data follows.</param>
    /// <exception cref="FormatException">It is none, or does not fit the data. Also <see cref="JsonException"/>, <see cref="InvalidOperationException"/> and <see cref="OverflowException"/>.</exception>
    public static TensorHeader Parse(byte[] bytes, long dataBytes)
    {
        if (bytes.Length == 0 || bytes[0] != (byte)'{')
        {
            throw new FormatException("its header does not begin with '{'");
        }

        if (!Utf8.IsValid(bytes))
        {
            throw new FormatException("its header is no UTF-8");
        }

        var reader = new Utf8JsonReader(bytes);
        var entries = new List<TensorEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Dictionary<string, string>? metadata = null;
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "its header is no object");
        while (Next(ref reader, JsonTokenType.EndObject))
        {
            string name = reader.GetString()!;
            if (!names.Add(name))
            {
                throw new FormatException($"'{name}' is listed twice");
            }

            reader.Read();
            if (name == MetadataKey)
            {
                metadata = Texts(ref reader);
            }
            else
            {
                entries.Add(Entry(ref reader, name));
            }
        }

        Expect(!reader.Read(), "something follows its header's end");
        entries.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.End.CompareTo(b.End));
        TensorEntry.Check(entries, dataBytes);
        metadata ??= new Dictionary<string, string>(StringComparer.Ordinal);
        if (!metadata.Remove(DigestKey, out string? digest))
        {
            return new TensorHeader(bytes, entries, metadata, -1);
        }

        int at = DigitsAt(bytes, digest);
        Expect(digest.Length == 64 && at >= 0, "its digest is not one");
        bytes.AsSpan(at, 64).Fill((byte)'0');
        return new TensorHeader(bytes, entries, metadata, at) { Digest = digest };
    }

    private static int DigitsAt(byte[] bytes, string digest)
    {
        int at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"{DigestKey}\":\"{digest}\""));
        return at < 0 ? at : at + DigestKey.Length + 4;
    }

    private static Dictionary<string, string> Texts(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, "its texts are no object");
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (Next(ref reader, JsonTokenType.EndObject))
        {
            string key = reader.GetString()!;
            reader.Read();
            Expect(reader.TokenType == JsonTokenType.String, $"its text '{key}' is no string");
            Expect(texts.TryAdd(key, reader.GetString()!), $"its text '{key}' is listed twice");
        }

        return texts;
    }

    private static TensorEntry Entry(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException($"tensor '{name}' is no object");
        }

        string? type = null;
        long[]? shape = null, offsets = null;
        while (Next(ref reader, JsonTokenType.EndObject))
        {
            string key = reader.GetString()!;
            reader.Read();
            switch (key)
            {
                case "dtype" when type is null:
                    type = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new FormatException($"the type of tensor '{name}' is no string");
                    break;
                case "shape" when shape is null:
                    shape = Numbers(ref reader, name, key);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = Numbers(ref reader, name, key);
                    break;
                case "dtype" or "shape" or "data_offsets":
                    throw new FormatException($"tensor '{name}' has '{key}' twice");
                default:
                    reader.Skip();
                    break;
            }
        }

        return type is not null && shape is not null && offsets is { Length: 2 }
            ? new TensorEntry(name, TensorFileTypes.Of(type, name), shape, offsets[0], offsets[1])
            : throw new FormatException($"tensor '{name}' lacks its type, its shape or its two offsets");
    }

    private static long[] Numbers(ref Utf8JsonReader reader, string name, string key)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException($"'{key}' of tensor '{name}' is no list");
        }

        var numbers = new List<long>();
        while (Next(ref reader, JsonTokenType.EndArray))
        {
            numbers.Add(reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number) && number >= 0
                ? number
                : throw new FormatException($"'{key}' of tensor '{name}' has something other than whole numbers from 0 to {long.MaxValue}"));
        }

        return [.. numbers];
    }

    /// <summary>Whether there is more before the end.</summary>
    private static bool Next(ref Utf8JsonReader reader, JsonTokenType end) => reader.Read() && reader.TokenType != end;

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FormatException(otherwise);
        }
    }
}
