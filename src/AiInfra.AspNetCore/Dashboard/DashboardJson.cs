using System.Text.Json.Serialization;
using AiInfra.AspNetCore.Dashboard.Views;

namespace AiInfra.AspNetCore.Dashboard;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(PageView))]
[JsonSerializable(typeof(IReadOnlyList<DeploymentCard>))]
[JsonSerializable(typeof(IReadOnlyList<ModelCard>))]
[JsonSerializable(typeof(IReadOnlyList<RunRow>))]
[JsonSerializable(typeof(IReadOnlyList<DatasetCard>))]
[JsonSerializable(typeof(IReadOnlyList<EventRow>))]
[JsonSerializable(typeof(RollbackWish))]
[JsonSerializable(typeof(RollbackAnswer))]
internal sealed partial class DashboardJson : JsonSerializerContext;
