using System.Text.Json.Serialization;

namespace AiInfra.Core.Catalog.Events;

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DeploymentChanged))]
[JsonSerializable(typeof(AlarmChanged))]
[JsonSerializable(typeof(GateDecided))]
[JsonSerializable(typeof(DriftFound))]
[JsonSerializable(typeof(QualityJudged))]
[JsonSerializable(typeof(LearningStep))]
[JsonSerializable(typeof(PipelineRunFailed))]
[JsonSerializable(typeof(PipelineRunsMissed))]
[JsonSerializable(typeof(DetectorJudged))]
internal sealed partial class EventJson : JsonSerializerContext;
