using AiInfra.Onnx;

namespace AiInfra.Serving.Runtimes;

/// <summary>Refuses sizes for which ONNX Runtime takes all memory, or ends the process, while it loads a model or runs it the first time.</summary>
internal sealed class HostileShapes
{
    // Runtimes stop at 8 or so; what is above is no shape.
    private const long MostDimensions = 256;
    private readonly string _place;

    private HostileShapes(string place) => _place = place;

    /// <exception cref="ModelLoadException">A size is beyond what an array can hold, or 0 where an operator cannot do with it.</exception>
    public static void Check(OnnxModel model, string place)
    {
        var check = new HostileShapes(place);
        check.Graph(model.Graph, []);
        foreach (OnnxFunction function in model.Functions)
        {
            check.Nodes(function.Nodes, []);
        }
    }

    private void Graph(OnnxGraph graph, Dictionary<string, KnownValue> around)
    {
        var known = new Dictionary<string, KnownValue>(around, StringComparer.Ordinal);
        foreach (OnnxValueInfo value in graph.Values.Concat(graph.Inputs).Concat(graph.Outputs).Where(v => v.TensorType?.Shape is not null))
        {
            OnnxShape shape = value.TensorType!.Shape!;
            if (shape.Any(d => d.Size > Array.MaxLength))
            {
                throw Refused($"value '{value.Name}' is declared with the shape {shape}", $"no dimension is larger than {Array.MaxLength}");
            }

            known[value.Name] = new KnownValue(shape, null);
        }

        foreach (OnnxValueInfo value in graph.Inputs.Concat(graph.Outputs))
        {
            if (value.TensorType?.Shape?.ElementCount > Array.MaxLength)
            {
                throw Refused($"value '{value.Name}' is declared with the shape {value.TensorType.Shape}", $"a tensor has at most {Array.MaxLength} elements");
            }
        }

        graph.Initializers.ForEach(t => known[t.Name] = KnownValue.Of(t));
        Nodes(graph.Nodes, known);
    }

    private void Nodes(List<OnnxNode> nodes, Dictionary<string, KnownValue> known)
    {
        foreach (OnnxNode node in nodes)
        {
            if (node.OpType == "Constant" && node.Outputs.Count == 1 && KnownValue.Of(node) is KnownValue constant)
            {
                known[node.Outputs[0]] = constant;
            }

            Shapes(node, known);
            Recurrent(node, known);
            foreach (OnnxAttribute attribute in node.Attributes.Where(a => a.ReferenceTo.Length == 0))
            {
                OnnxGraph[] inside = attribute.Kind switch
                {
                    OnnxAttributeKind.Graph => [attribute.AsGraph()],
                    OnnxAttributeKind.Graphs => attribute.AsGraphs(),
                    _ => [],
                };
                Array.ForEach(inside, g => Graph(g, known));
            }
        }
    }

    /// <summary>Inputs that say how large an output is.</summary>
    private void Shapes(OnnxNode node, Dictionary<string, KnownValue> known)
    {
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            if (!IsShape(node.OpType, i) || !known.TryGetValue(node.Inputs[i], out KnownValue? value))
            {
                continue;
            }

            if (value.Shape is { Rank: 1 } shape && shape[0].Size > MostDimensions)
            {
                throw Refused($"{node.OpType} takes '{node.Inputs[i]}' of {shape[0].Size} elements for a shape", $"a shape has at most {MostDimensions} dimensions");
            }

            if (node.OpType is "ConstantOfShape" or "Expand" or "Tile" && Product(value.Integers) > Array.MaxLength)
            {
                throw Refused($"{node.OpType} makes a tensor of [{string.Join(", ", value.Integers!)}]", $"a tensor has at most {Array.MaxLength} elements");
            }
        }

        if (node.OpType == "Range" && node.Inputs.Count == 3 && Steps(node, known) > Array.MaxLength)
        {
            throw Refused("Range counts further than memory goes", $"a tensor has at most {Array.MaxLength} elements");
        }

        if (node.OpType is "OneHot" && node.Inputs.Count > 1 && known.GetValueOrDefault(node.Inputs[1])?.Integers is [> int.MaxValue])
        {
            throw Refused("OneHot has a depth beyond what memory holds", $"a tensor has at most {Array.MaxLength} elements");
        }
    }

    /// <summary>Recurrent operators divide their input among sequences: without one, or without elements, the runtime ends the process.</summary>
    private void Recurrent(OnnxNode node, Dictionary<string, KnownValue> known)
    {
        if (node.OpType is "GRU" or "LSTM" or "RNN" && node.Inputs.Count > 0 && known.GetValueOrDefault(node.Inputs[0])?.Shape is { } shape && shape.Any(d => d.Size == 0))
        {
            throw Refused($"{node.OpType} takes '{node.Inputs[0]}' of the shape {shape}", "no dimension of it may be 0");
        }
    }

    private static bool IsShape(string op, int input) => (op, input) is
        ("Reshape", 1) or ("Expand", 1) or ("Tile", 1) or ("ConstantOfShape", 0) or ("Pad", 1) or ("Upsample", 1) or ("Resize", 1 or 2 or 3)
        or ("Slice", 1 or 2 or 3 or 4) or ("Unsqueeze", 1) or ("Squeeze", 1) or ("CenterCropPad", 1) or ("Col2Im", 1);

    private static double Product(long[]? sizes) => sizes is null ? 0 : sizes.Aggregate(1.0, (product, size) => product * Math.Max(size, 1));

    private static double Steps(OnnxNode node, Dictionary<string, KnownValue> known)
    {
        double[] values = [.. node.Inputs.Select(i => known.GetValueOrDefault(i)?.Integers is [long value] ? value : double.NaN)];
        return Math.Ceiling((values[1] - values[0]) / values[2]);
    }

    private ModelLoadException Refused(string what, string instead) => new($"{_place} is refused: {what}; {instead}. The file is hostile or damaged.");

    /// <summary>What is known of a value before anything runs.</summary>
    private sealed record KnownValue(OnnxShape? Shape, long[]? Integers)
    {
        public static KnownValue Of(OnnxTensor tensor) => new(tensor.Type.Shape, Whole(tensor));

        public static KnownValue? Of(OnnxNode constant) => constant.Attributes.FirstOrDefault(a => a.ReferenceTo.Length == 0) switch
        {
            { Kind: OnnxAttributeKind.Tensor } a => Of(a.AsTensor()),
            { Kind: OnnxAttributeKind.Int } a => new(OnnxShape.Scalar, [a.AsInt()]),
            { Kind: OnnxAttributeKind.Ints } a => new(OnnxShape.Of(a.AsInts().Length), a.AsInts()),
            _ => null,
        };

        private static long[]? Whole(OnnxTensor tensor) => tensor.External is not null || tensor.Dims.Count > 1 || tensor.Data.Length > 8 * MostDimensions ? null : tensor.ElementType switch
        {
            OnnxElementType.Int64 => tensor.AsSpan<long>().ToArray(),
            OnnxElementType.Int32 => Array.ConvertAll(tensor.AsSpan<int>().ToArray(), i => (long)i),
            _ => null,
        };
    }
}
