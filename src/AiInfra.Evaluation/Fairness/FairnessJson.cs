using System.Text.Json.Serialization;

namespace AiInfra.Evaluation.Fairness;

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GroupFairness))]
[JsonSerializable(typeof(GroupThresholds))]
[JsonSerializable(typeof(MitigationPrice))]
[JsonSerializable(typeof(Reweighing))]
internal sealed partial class FairnessJson : JsonSerializerContext;
