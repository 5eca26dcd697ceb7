using System.Text.Json.Serialization;

namespace AiInfra.Benchmarks.Ratios;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HttpOipBare.Request))]
[JsonSerializable(typeof(HttpOipBare.Answer))]
internal sealed partial class HttpOipBareJson : JsonSerializerContext;
