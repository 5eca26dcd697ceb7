using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Recipes;

namespace AiInfra.Training.Intervals;

/// <summary>Puts the ends of an interval into a regression's graph.</summary>
internal static class IntervalGraph
{
    /// <param name="model">The regression.</param>
    /// <param name="interval">Its interval.</param>
    /// <param name="spread">A regression of the same columns that answers how far off the first is; null takes 1.</param>
    /// <param name="leastSpread">Smaller answers of it are taken for this.</param>
    public static OnnxModel Append(OnnxModel model, ConformalInterval interval, OnnxModel? spread, double leastSpread)
    {
        if (model.Metadata.ContainsKey(ConformalInterval.MetadataKey))
        {
            throw new IntervalException("This model answers an interval already. Calibrate on the model before that, and append to it.");
        }

        if (spread is not null)
        {
            OnnxModel[] alike = ClassicOperators.Alike(model, spread);
            (model, spread) = (alike[0], alike[1]);
        }

        Dictionary<string, string> answers = ModelFile.Renamed(model);
        string value = ModelFile.ValueOf(model);
        OnnxTensorType type = model.Graph.Outputs.Find(o => o.Name == value)?.TensorType!;
        OnnxGraphBuilder graph = OnnxGraphBuilder.From(model);
        OnnxValue lower, upper;
        using (graph.Scope("interval"))
        {
            OnnxValue center = graph.Value(value) with { ElementType = type.ElementType, Shape = type.Shape };
            center = type.ElementType == OnnxElementType.Double ? center : graph.Cast(center, OnnxElementType.Double);
            OnnxValue below = graph.Constant(interval.Below, "below"), above = graph.Constant(interval.Above, "above");
            if (spread is not null)
            {
                OnnxValue wide = Spread(graph, model, spread, leastSpread);
                (below, above) = (graph.Mul(below, wide), graph.Mul(above, wide));
            }

            (lower, upper) = (graph.Sub(center, below), graph.Add(center, above));
        }

        foreach (OnnxValueInfo output in model.Graph.Outputs)
        {
            graph.Output(output.Name, graph.Value(output.Name), output.TensorType?.Shape, output.TensorType?.ElementType ?? OnnxElementType.Undefined);
        }

        foreach ((string answer, OnnxValue end) in ((string, OnnxValue)[])[(AnswerNames.Lower, lower), (AnswerNames.Upper, upper)])
        {
            // A graph has one value of a name, and a column may be called so.
            string name = ModelFile.FreeName(model.Graph, answer);
            graph.Output(name, end, type.Shape, OnnxElementType.Double);
            if (name != answer)
            {
                answers[name] = answer;
            }
        }

        var metadata = new Dictionary<string, string> { [ConformalInterval.MetadataKey] = IntervalJson.Write(interval) };
        if (answers.Count > 0)
        {
            metadata[ModelKeys.Answers] = JsonSerializer.Serialize(answers);
        }

        return graph.Build(metadata, model.ProducerName.Length > 0 ? model.ProducerName : "AiInfra.Training");
    }

    private static OnnxValue Spread(OnnxGraphBuilder graph, OnnxModel model, OnnxModel spread, double least)
    {
        var shared = spread.Graph.Inputs.Where(i => model.Graph.Inputs.Exists(own => own.Name == i.Name)).ToDictionary(i => i.Name, i => graph.Value(i.Name), StringComparer.Ordinal);
        string name = ModelFile.ValueOf(spread);
        OnnxElementType type = spread.Graph.Outputs.Find(o => o.Name == name)!.TensorType!.ElementType;
        OnnxValue wide = graph.Append(spread, shared)[name] with { ElementType = type };
        return graph.Max(type == OnnxElementType.Double ? wide : graph.Cast(wide, OnnxElementType.Double), graph.Constant(least, "least"));
    }
}
