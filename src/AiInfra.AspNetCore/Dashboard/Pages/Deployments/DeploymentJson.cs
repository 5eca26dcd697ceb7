using System.Text.Json.Serialization;

namespace AiInfra.AspNetCore.Dashboard.Pages.Deployments;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(IReadOnlyList<DeploymentCard>))]
[JsonSerializable(typeof(DeploymentDetail))]
internal sealed partial class DeploymentJson : JsonSerializerContext;
