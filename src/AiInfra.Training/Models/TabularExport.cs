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

    public static OnnxModel Build(TabularModel model, ModuleConverters converters) => Build(
        model.Encoder,
        model.Target,
        model.Labels,
        model.Scaler,
        (graph, encoded) => converters.AppendTo(graph, model.Network, encoded.Categories.IsOmitted ? [encoded.Dense] : [encoded.Dense, encoded.Categories]));

    /// <summary>Encoder, scores and the meaning of the scores.</summary>
    /// <param name="encoder">Columns to numbers.</param>
    /// <param name="target">The column that was learned.</param>
    /// <param name="labels">The classes; null for a regression.</param>
    /// <param name="scaler">How the target was scaled; null for a classification.</param>
    /// <param name="scores">Adds what is between: float [N, classes] before the softmax, or [N, 1] as scaled. A network always takes the dense input, were it of no width.</param>
    public static OnnxModel Build(TableEncoder encoder, string target, LabelEncoder? labels, TargetScaler? scaler, Func<OnnxGraphBuilder, EncodedInputs, OnnxValue> scores)
    {
        var graph = new OnnxGraphBuilder("model", opset: 20);
        EncodedInputs encoded;
        using (graph.Scope("encoder"))
        {
            encoded = encoder.AppendTo(graph);
        }

        OnnxValue output = scores(graph, encoded);
        var metadata = new Dictionary<string, string>
        {
            [ModelKeys.Task] = labels is not null ? "classification" : "regression",
            [ModelKeys.Target] = target,
        };
        var renamed = new Dictionary<string, string>();
        if (labels is not null)
        {
            string[] classes = [.. labels.Classes.Select(c => c.AsText()!)];
            metadata[ModelKeys.Classes] = JsonSerializer.Serialize(classes);
            OnnxValue best = graph.ArgMax(output, axis: 1, keepDims: true);
            graph.Output(Named(AnswerNames.Probability), graph.Softmax(output, 1), OnnxShape.Create(["N", classes.Length]), OnnxElementType.Float);
            graph.Output(Named(AnswerNames.Label), graph.LabelEncoder(best, [.. Enumerable.Range(0, classes.Length).Select(i => (long)i)], classes), OnnxShape.Create(["N", 1]), OnnxElementType.String);
        }
        else
        {
            graph.Output(Named(AnswerNames.Value), scaler!.AppendTo(graph, output), OnnxShape.Create(["N", 1]), OnnxElementType.Double);
        }

        if (renamed.Count > 0)
        {
            metadata[ModelKeys.Answers] = JsonSerializer.Serialize(renamed);
        }

        return graph.Build(metadata, "AiInfra.Training");

        string Named(string answer)
        {
            string name = NameOf(answer, encoder.Columns);
            if (name != answer)
            {
                renamed[name] = answer;
            }

            return name;
        }
    }
}
