using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Models;

/// <summary>Encoder, network and the meaning of its outputs as one graph.</summary>
internal static class TabularExport
{
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
        var outputs = new TabularOutputs(graph, encoder.Columns, labels is null ? ModelTask.Regression : ModelTask.Classification, target);
        if (labels is not null)
        {
            outputs.Classes(graph.Softmax(output, 1), output, labels);
        }
        else
        {
            outputs.Number(scaler!.AppendTo(graph, output));
        }

        return outputs.Build("AiInfra.Training");
    }
}
