using System.Text.Json;
using AiInfra.Data.Encoders;
using AiInfra.Onnx;
using AiInfra.Training.Export;

namespace AiInfra.Training.Models;

/// <summary>Encoder, network and the meaning of its outputs as one graph.</summary>
internal static class TabularExport
{
    public const string Probability = "probability";
    public const string Label = "label";
    public const string Number = "value";

    public static OnnxModel Build(TabularModel model, ModuleConverters converters)
    {
        var graph = new OnnxGraphBuilder("model", opset: 20);
        EncodedInputs encoded;
        using (graph.Scope("encoder"))
        {
            encoded = model.Encoder.AppendTo(graph);
        }

        // A network always takes its dense input, were it of no width.
        OnnxValue[] inputs = encoded.Categories.IsOmitted ? [encoded.Dense] : [encoded.Dense, encoded.Categories];
        OnnxValue output = converters.AppendTo(graph, model.Network, inputs);
        var metadata = new Dictionary<string, string>
        {
            ["aiinfra.task"] = model.Task == TabularTask.Classification ? "classification" : "regression",
            ["aiinfra.target"] = model.Target,
        };
        if (model.Labels is { } labels)
        {
            string[] classes = [.. labels.Classes.Select(c => c.AsText()!)];
            metadata["aiinfra.classes"] = JsonSerializer.Serialize(classes);
            OnnxValue best = graph.ArgMax(output, axis: 1, keepDims: true);
            graph.Output(Probability, graph.Softmax(output, 1), OnnxShape.Create(["N", classes.Length]), OnnxElementType.Float);
            graph.Output(Label, graph.LabelEncoder(best, [.. Enumerable.Range(0, classes.Length).Select(i => (long)i)], classes), OnnxShape.Create(["N", 1]), OnnxElementType.String);
        }
        else
        {
            graph.Output(Number, model.Scaler!.AppendTo(graph, output), OnnxShape.Create(["N", 1]), OnnxElementType.Float);
        }

        return graph.Build(metadata, "AiInfra.Training");
    }
}
