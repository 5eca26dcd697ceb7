using System.Text.Json.Serialization;

namespace AiInfra.AspNetCore.Dashboard.Pages.Studies;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(IReadOnlyList<StudyRow>))]
[JsonSerializable(typeof(IReadOnlyList<StudyDetail>))]
internal sealed partial class StudyJson : JsonSerializerContext;
