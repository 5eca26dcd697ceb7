using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Onnx;
using AiInfra.Training.Export;

namespace AiInfra.Training.Models;

/// <summary>Encoder, network and the meaning of its outputs as one graph.</summary>
internal static class TabularExport
{
    /// <summary>What an answer is called in the graph: its own name, unless a column is called so. A graph has one value of a name.</summary>
    public static string NameOf(string answer, RowSchema columns)
    {
        string name = answer;
        for (string other = $"answer.{answer}"; columns.IndexOf(name) >= 0; other += "_")
        {
            name = other;
        }

        return name;
    }

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
            [ModelKeys.Task] = model.Task == ModelTask.Classification ? "classification" : "regression",
            [ModelKeys.Target] = model.Target,
        };
        var renamed = new Dictionary<string, string>();
        if (model.Labels is { } labels)
        {
            string[] classes = [.. labels.Classes.Select(c => c.AsText()!)];
            metadata[ModelKeys.Classes] = JsonSerializer.Serialize(classes);
            OnnxValue best = graph.ArgMax(output, axis: 1, keepDims: true);
            graph.Output(Named(AnswerNames.Probability), graph.Softmax(output, 1), OnnxShape.Create(["N", classes.Length]), OnnxElementType.Float);
            graph.Output(Named(AnswerNames.Label), graph.LabelEncoder(best, [.. Enumerable.Range(0, classes.Length).Select(i => (long)i)], classes), OnnxShape.Create(["N", 1]), OnnxElementType.String);
        }
        else
        {
            graph.Output(Named(AnswerNames.Value), model.Scaler!.AppendTo(graph, output), OnnxShape.Create(["N", 1]), OnnxElementType.Double);
        }

        if (renamed.Count > 0)
        {
            metadata[ModelKeys.Answers] = JsonSerializer.Serialize(renamed);
        }

        return graph.Build(metadata, "AiInfra.Training");

        string Named(string answer)
        {
            string name = NameOf(answer, model.Encoder.Columns);
            if (name != answer)
            {
                renamed[name] = answer;
            }

            return name;
        }
    }
}
