using System.Text.Json.Serialization;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoding;

/// <summary>An encoder as it is saved.</summary>
internal sealed record EncoderDocument(string Format, int Version, Column[] Schema, ColumnPlan[] Plans, ColumnDecision[] Decisions)
{
    public const string Name = "aiinfra.table-encoder";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(EncoderDocument))]
[JsonSerializable(typeof(TargetDocument))]
internal sealed partial class EncodingJson : JsonSerializerContext;

/// <summary>A label encoder as it is saved.</summary>
internal sealed record LabelDocument(string Format, Value[] Classes);

/// <summary>A target scaler as it is saved.</summary>
internal sealed record TargetDocument(string Format, double Mean, double Scale, bool Log);
