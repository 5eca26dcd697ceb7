using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiInfra.Data.Datasets;

/// <summary>A commit's id in a step's result: marked, for 64 hexadecimal digits alone name an artifact there.</summary>
internal sealed class CommitReference : JsonConverter<string>
{
    private const string Mark = "commit:";

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text && text.StartsWith(Mark, StringComparison.Ordinal) ? text[Mark.Length..] : throw new JsonException($"A commit is expected, written as \"{Mark}\" and its id.");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(Mark + value);
}
