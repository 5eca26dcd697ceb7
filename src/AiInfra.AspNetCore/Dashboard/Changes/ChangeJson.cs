using System.Text.Json.Serialization;

namespace AiInfra.AspNetCore.Dashboard.Changes;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChangeRequest))]
[JsonSerializable(typeof(ChangeAnswer))]
internal sealed partial class ChangeJson : JsonSerializerContext;
