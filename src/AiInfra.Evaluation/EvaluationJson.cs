using System.Text.Json.Serialization;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Reports;

namespace AiInfra.Evaluation;

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(GateDecision))]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(ComparisonReport))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
