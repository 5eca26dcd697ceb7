using System.Text.Json.Serialization;

namespace AiInfra.AspNetCore.Dashboard.Pages.Drift;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(IReadOnlyList<DriftHistory>))]
internal sealed partial class DriftJson : JsonSerializerContext;
