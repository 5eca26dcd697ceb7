using System.Text.Json.Serialization;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Events;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<EventRow>))]
internal sealed partial class EventRowsJson : JsonSerializerContext;
