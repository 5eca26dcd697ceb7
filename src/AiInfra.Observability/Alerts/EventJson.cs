using System.Text.Json.Serialization;

namespace AiInfra.Observability.Alerts;

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DriftEvent))]
[JsonSerializable(typeof(QualityEvent))]
[JsonSerializable(typeof(Alarm))]
internal sealed partial class EventJson : JsonSerializerContext;
