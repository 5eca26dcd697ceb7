using System.Text.Json.Serialization;

namespace AiInfra.AspNetCore.Dashboard.Pages.Runs;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(IReadOnlyList<RunRow>))]
[JsonSerializable(typeof(IReadOnlyList<RunDetail>))]
internal sealed partial class RunJson : JsonSerializerContext;
