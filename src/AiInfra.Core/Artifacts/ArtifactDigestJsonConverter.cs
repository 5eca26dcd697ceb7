using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiInfra.Core.Artifacts;

/// <summary>Writes a digest as <c>sha256:</c> and its digits, which marks it as a reference to an artifact (<see cref="ArtifactReferences"/>). Digits alone are read too.</summary>
internal sealed class ArtifactDigestJsonConverter : JsonConverter<ArtifactDigest>
{
    public override ArtifactDigest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, ArtifactDigest value, JsonSerializerOptions options) => writer.WriteStringValue(ArtifactReferences.Mark + value.Hex);

    public override ArtifactDigest ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, ArtifactDigest value, JsonSerializerOptions options) => writer.WritePropertyName(ArtifactReferences.Mark + value.Hex);

    private static ArtifactDigest Parse(string? text) =>
        ArtifactDigest.TryParse(text is not null && text.StartsWith(ArtifactReferences.Mark, StringComparison.Ordinal) ? text[ArtifactReferences.Mark.Length..] : text, out ArtifactDigest digest)
            ? digest
            : throw new JsonException($"A digest is \"{ArtifactReferences.Mark}\" and 64 hexadecimal digits; here is '{text}'.");
}
