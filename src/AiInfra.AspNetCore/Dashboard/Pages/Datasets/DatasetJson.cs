using System.Text.Json.Serialization;

namespace AiInfra.AspNetCore.Dashboard.Pages.Datasets;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(IReadOnlyList<DatasetCard>))]
[JsonSerializable(typeof(DatasetDetail))]
[JsonSerializable(typeof(CommitDetail))]
[JsonSerializable(typeof(CommitSchema))]
internal sealed partial class DatasetJson : JsonSerializerContext;
