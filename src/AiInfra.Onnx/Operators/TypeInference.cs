namespace AiInfra.Onnx.Operators;

/// <summary>Follows types and shapes through a graph.</summary>
internal static class TypeInference
{
    public static Dictionary<string, OnnxTensorType?> Of(OnnxGraph graph)
    {
        var types = new Dictionary<string, OnnxTensorType?>(StringComparer.Ordinal);
        foreach (OnnxValueInfo value in graph.Values.Concat(graph.Outputs).Concat(graph.Inputs))
        {
            if (value.TensorType is { ElementType: not OnnxElementType.Undefined } type)
            {
                types[value.Name] = type;
            }
        }

        var constants = new Dictionary<string, OnnxTensor>(StringComparer.Ordinal);
        foreach (OnnxTensor tensor in graph.Initializers)
        {
            types[tensor.Name] = tensor.Type;
            constants[tensor.Name] = tensor;
        }

        foreach (OnnxNode node in graph.Nodes)
        {
            Follow(node, types, constants);
        }

        return types;
    }

    /// <summary>Adds what a node gives. What the model itself says stays where nothing better is known.</summary>
    public static void Follow(OnnxNode node, Dictionary<string, OnnxTensorType?> types, Dictionary<string, OnnxTensor> constants)
    {
        var call = new OperatorCall(node, [.. node.Inputs.Select(i => types.GetValueOrDefault(i))], node.Outputs.Count, n => constants.GetValueOrDefault(n));
        OnnxTensorType?[] found = OperatorRules.Problem(call) is null ? OperatorRules.Infer(call) : new OnnxTensorType?[node.Outputs.Count];
        for (int i = 0; i < found.Length; i++)
        {
            if (node.Outputs[i].Length == 0)
            {
                // Not wanted; the empty name also stands for inputs that are left out.
                continue;
            }

            OnnxTensorType? said = types.GetValueOrDefault(node.Outputs[i]);
            types[node.Outputs[i]] = Better(found[i], said);
        }
    }

    private static OnnxTensorType? Better(OnnxTensorType? found, OnnxTensorType? said)
    {
        if (found?.Shape is not { } a || said?.Shape is not { } b || a.Rank != b.Rank)
        {
            return found?.Shape is null ? said ?? found : found;
        }

        return found with { Shape = OnnxShape.Create([.. a.Zip(b, (x, y) => x.Size is not null || y.IsUnknown ? x : y.Size is not null || x.IsUnknown ? y : x)]) };
    }
}
