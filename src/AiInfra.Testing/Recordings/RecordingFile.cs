using System.Globalization;
using System.Text;
using System.Text.Json;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Testing;

/// <summary>A recording as a JSON file: the signature, then one line a row, sorted, so that a difference between two recordings reads well.</summary>
internal static class RecordingFile
{
    private const string Format = "aiinfra-recording/1";

    public static void Write(string path, Recording recording)
    {
        var text = new StringBuilder();
        ModelSignature signature = recording.Signature;
        text.Append(CultureInfo.InvariantCulture, $"{{\n  \"format\": \"{Format}\",\n  \"signature\": {SignatureJson(signature)},\n  \"answers\": [");
        string separator = "\n    ";
        foreach ((string row, string answer) in recording.Answers)
        {
            text.Append(separator).Append('[').Append(row).Append(", ").Append(answer).Append(']');
            separator = ",\n    ";
        }

        text.Append("\n  ]\n}\n");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string part = $"{path}.{Guid.NewGuid():N}.part";
        File.WriteAllText(part, text.ToString());
        File.Move(part, path, overwrite: true);
    }

    /// <exception cref="RecordingException">The file is not there, or is something else.</exception>
    public static Recording Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new RecordingException($"There is no recording {path}. Make it with RecordedModel.Record or ReplayOrRecord.");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            string? format = root.TryGetProperty("format", out JsonElement name) ? name.GetString() : null;
            if (format != Format)
            {
                throw new RecordingException($"{path} is not a recording: its format is '{format ?? "(none)"}', '{Format}' is expected.");
            }

            var recording = new Recording(Signature(root.GetProperty("signature")));
            foreach (JsonElement pair in root.GetProperty("answers").EnumerateArray())
            {
                recording.Load(pair[0].GetRawText(), pair[1].GetRawText());
            }

            return recording;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            throw new RecordingException($"{path} is not a recording, or a damaged one: {e.Message} Remove it and record again.", e);
        }
    }

    private static string SignatureJson(ModelSignature signature)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            Write(writer, "inputs", signature.Inputs);
            Write(writer, "outputs", signature.Outputs);
            writer.WriteStartObject("metadata");
            foreach ((string key, string value) in signature.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<TensorSpec> specs)
    {
        writer.WriteStartArray(name);
        foreach (TensorSpec spec in specs)
        {
            writer.WriteStartObject();
            writer.WriteString("name", spec.Name);
            writer.WriteString("type", spec.Type.ToString());
            writer.WriteStartArray("shape");
            foreach (long dim in spec.Shape)
            {
                writer.WriteNumberValue(dim);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static ModelSignature Signature(JsonElement from) => new(
        Specs(from.GetProperty("inputs")),
        Specs(from.GetProperty("outputs")),
        from.GetProperty("metadata").EnumerateObject().ToDictionary(m => m.Name, m => m.Value.GetString() ?? string.Empty, StringComparer.Ordinal));

    private static IEnumerable<TensorSpec> Specs(JsonElement from) => from.EnumerateArray().Select(s => new TensorSpec(
        s.GetProperty("name").GetString() ?? string.Empty,
        Enum.Parse<TensorType>(s.GetProperty("type").GetString() ?? string.Empty),
        s.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64())));
}
