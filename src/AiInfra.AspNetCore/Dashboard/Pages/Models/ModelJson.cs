using System.Text.Json.Serialization;

namespace AiInfra.AspNetCore.Dashboard.Pages.Models;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(IReadOnlyList<ModelCard>))]
[JsonSerializable(typeof(ModelDetail))]
[JsonSerializable(typeof(VersionDetail))]
internal sealed partial class ModelJson : JsonSerializerContext;
