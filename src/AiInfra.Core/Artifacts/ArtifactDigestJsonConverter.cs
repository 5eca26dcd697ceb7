using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiInfra.Core.Artifacts;

internal sealed class ArtifactDigestJsonConverter : JsonConverter<ArtifactDigest>
{
    public override ArtifactDigest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ArtifactDigest.TryParse(reader.GetString(), out ArtifactDigest digest) ? digest : throw new JsonException("A digest is 64 hexadecimal digits.");

    public override void Write(Utf8JsonWriter writer, ArtifactDigest value, JsonSerializerOptions options) => writer.WriteStringValue(value.Hex);
}
