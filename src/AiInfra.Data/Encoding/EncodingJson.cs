using System.Text.Json.Serialization;

namespace AiInfra.Data.Encoding;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(EncoderDocument))]
[JsonSerializable(typeof(TargetDocument))]
internal sealed partial class EncodingJson : JsonSerializerContext;
