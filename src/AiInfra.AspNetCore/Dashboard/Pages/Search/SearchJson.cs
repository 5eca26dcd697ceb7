using System.Text.Json.Serialization;

namespace AiInfra.AspNetCore.Dashboard.Pages.Search;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<DashboardHit>))]
internal sealed partial class SearchJson : JsonSerializerContext;
