using System.Text.Json.Serialization;
using AiInfra.Evaluation.Gates;

namespace AiInfra.Evaluation;

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(GateDecision))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
