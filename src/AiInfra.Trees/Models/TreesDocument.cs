using System.Text.Json;
using System.Text.Json.Serialization;
using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;

namespace AiInfra.Trees.Models;

/// <summary>A model as it is saved.</summary>
internal sealed record TreesDocument(string Format, int Version, ModelTask Task, TreesObjective Objective, string Target, string Encoder, string? Labels, string? Scaler, string Trees)
{
    private const string Name = "aiinfra.trees";

    public static string Write(TreesModel model) => JsonSerializer.Serialize(
        new TreesDocument(Name, 1, model.Task, model.Objective, model.Target, model.Encoder.ToJson(), model.Labels?.ToJson(), model.Scaler?.ToJson(), model.Text),
        TreesJson.Default.TreesDocument);

    public static TreesModel Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TreesJson.Default.TreesDocument) is { Format: Name, Version: 1 } document
                ? new TreesModel(
                    document.Task,
                    document.Objective,
                    document.Target,
                    TableEncoder.FromJson(document.Encoder),
                    document.Labels is { } labels ? LabelEncoder.FromJson(labels) : null,
                    document.Scaler is { } scaler ? TargetScaler.FromJson(scaler) : null,
                    document.Trees)
                : throw new TreesException("This is no model of trees that was saved here. Give the text that ToJson wrote.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or EncodingException)
        {
            throw new TreesException($"This is no model of trees that can be read: {e.Message} Give the text that ToJson wrote, unchanged.", e);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TreesDocument))]
internal sealed partial class TreesJson : JsonSerializerContext;
