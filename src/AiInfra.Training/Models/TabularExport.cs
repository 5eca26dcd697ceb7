using AiInfra.Data.Encoders;
using AiInfra.Onnx;
using AiInfra.Training.Export;

namespace AiInfra.Training.Models;

/// <summary>Encoder, network and the meaning of its outputs as one graph.</summary>
internal static class TabularExport
{
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
        var outputs = new TabularOutputs(graph, model.Encoder.Columns, model.Task, model.Target);
        if (model.Labels is { } labels)
        {
            outputs.Classes(graph.Softmax(output, 1), output, labels);
        }
        else
        {
            outputs.Number(model.Scaler!.AppendTo(graph, output));
        }

        return outputs.Build("AiInfra.Training");
    }
}
