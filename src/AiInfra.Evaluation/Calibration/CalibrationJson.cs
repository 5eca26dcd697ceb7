using System.Text.Json.Serialization;

namespace AiInfra.Evaluation.Calibration;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Calibrator))]
internal sealed partial class CalibrationJson : JsonSerializerContext;
