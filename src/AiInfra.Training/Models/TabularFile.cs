using System.Text.Json;
using System.Text.Json.Serialization;
using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Training.Checkpoints;
using AiInfra.Training.Networks;
using AiInfra.Training.Tabular;
using static TorchSharp.torch;

namespace AiInfra.Training.Models;

/// <summary>A model of a table in one file: weights as tensors, the rest as texts.</summary>
internal static class TabularFile
{
    private const string HeaderKey = "aiinfra.tabular";
    private const string EncoderKey = "aiinfra.encoder";
    private const string LabelsKey = "aiinfra.labels";
    private const string ScalerKey = "aiinfra.scaler";

    public static void Write(TabularModel model, string path)
    {
        TabularHeader header = model.Network switch
        {
            Mlp mlp => new(model.Task, model.Target, mlp.Shape, mlp.Design, null),
            FtTransformer transformer => new(model.Task, model.Target, transformer.Shape, null, transformer.Design),
            _ => throw new TabularException($"Only models whose network is an {nameof(Mlp)} or an {nameof(FtTransformer)} can be saved; this one is a {model.Network.GetType().Name}. Save its weights with {nameof(TensorFile)}."),
        };

        var metadata = new Dictionary<string, string>
        {
            [HeaderKey] = JsonSerializer.Serialize(header, TabularJson.Default.TabularHeader),
            [EncoderKey] = model.Encoder.ToJson(),
        };
        if (model.Labels is { } labels)
        {
            metadata[LabelsKey] = labels.ToJson();
        }

        if (model.Scaler is { } scaler)
        {
            metadata[ScalerKey] = scaler.ToJson();
        }

        TensorFile.Write(path, ModuleState.Of(model.Network), metadata);
    }

    public static TabularModel Read(string path)
    {
        Runtime.Libtorch.Load();
        using TensorFileContent content = TensorFile.Read(path, requireDigest: true);
        TabularHeader header = Header(content, path);
        nn.Module<Tensor, Tensor> network = header.Transformer is { } design ? FtTransformer.Create(header.Shape, design) : Mlp.Create(header.Shape, header.Design ?? new());
        try
        {
            ModuleState.Restore(network, content.Tensors, path);
            return new TabularModel(
                network, header.Task, header.Target, TableEncoder.FromJson(content.Metadata[EncoderKey]),
                content.Metadata.TryGetValue(LabelsKey, out string? labels) ? LabelEncoder.FromJson(labels) : null,
                content.Metadata.TryGetValue(ScalerKey, out string? scaler) ? TargetScaler.FromJson(scaler) : null);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static TabularHeader Header(TensorFileContent content, string path)
    {
        try
        {
            return content.Metadata.TryGetValue(HeaderKey, out string? json) && content.Metadata.ContainsKey(EncoderKey)
                ? JsonSerializer.Deserialize(json, TabularJson.Default.TabularHeader) ?? throw new JsonException("null")
                : throw new TabularException($"{path} holds no model of a table.");
        }
        catch (JsonException e)
        {
            throw new TabularException($"{path} holds no model of a table that can be read: {e.Message}", e);
        }
    }
}

internal sealed record TabularHeader(ModelTask Task, string Target, MlpShape Shape, MlpDesign? Design, FtTransformerDesign? Transformer);

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(TabularHeader))]
internal sealed partial class TabularJson : JsonSerializerContext;
