namespace AiInfra.Onnx.Optimization;

/// <summary>Mul, Div, Add and Sub with a constant behind Conv or Gemm become part of its weights; a MatMul of a matrix with constant weights becomes a Gemm when a bias follows.</summary>
internal static class ScaleFusion
{
    public static int Run(OnnxGraph graph)
    {
        int count = 0;
        GraphUses? current = null;
        IReadOnlyDictionary<string, OnnxTensorType>? inferred = null;
        foreach (OnnxNode node in graph.Nodes.Where(n => n.Domain.Length == 0 && n.Inputs.Count == 2 && n.OpType is "Mul" or "Div" or "Add" or "Sub").ToArray())
        {
            GraphUses uses = current ??= new GraphUses(graph);
            int constant = uses.Floats(node.Inputs[1]) is not null ? 1 : uses.Floats(node.Inputs[0]) is not null ? 0 : -1;
            if (constant < 0 || (constant == 0 && node.OpType is "Div" or "Sub") || uses.Maker(node.Inputs[1 - constant]) is not { } layer || uses.OnlyTaker(node.Inputs[1 - constant]) != node)
            {
                continue;
            }

            IReadOnlyDictionary<string, OnnxTensorType> types = inferred ??= graph.InferTypes();
            OnnxTensor tensor = uses.Constant(node.Inputs[constant])!;
            if (layer.OpType == "MatMul" && layer.Domain.Length == 0 && node.OpType == "Add" && IsMatrix(types, layer.Inputs[0]) && uses.Constant(layer.Inputs[1]) is { ElementType: OnnxElementType.Float, Dims.Count: 2 } weight
                && tensor.Dims.Count == 1 && tensor.Dims[0] == weight.Dims[1])
            {
                layer.OpType = "Gemm";
                layer.Inputs.Add(node.Inputs[constant]);
            }
            else if (!Scaled(uses, types, layer, node, tensor))
            {
                continue;
            }

            layer.Outputs[0] = node.Outputs[0];
            graph.Nodes.Remove(node);
            (current, inferred) = (null, null);
            count++;
        }

        return count;
    }

    private static bool IsMatrix(IReadOnlyDictionary<string, OnnxTensorType> types, string name) => types.TryGetValue(name, out OnnxTensorType? type) && type.Shape is { Rank: 2 };

    private static bool Scaled(GraphUses uses, IReadOnlyDictionary<string, OnnxTensorType> types, OnnxNode layer, OnnxNode node, OnnxTensor tensor)
    {
        // The channels of a Gemm are its last dimension, of a convolution the second.
        if (!types.TryGetValue(layer.Outputs[0], out OnnxTensorType? type) || type.Shape is not { } shape || tensor.Dims.Count > shape.Rank || shape.Rank < 2 || shape[1].Size is not { } channels)
        {
            return false;
        }

        int behind = shape.Rank - 2;
        bool one = tensor.Count == 1;
        bool perChannel = tensor.Count == channels && tensor.Dims.Count > behind && tensor.Dims[tensor.Dims.Count - 1 - behind] == channels;
        if (!one && !perChannel)
        {
            return false;
        }

        float[] values = tensor.AsSpan<float>().ToArray();
        double[] each = [.. Enumerable.Range(0, (int)channels).Select(i => (double)values[one ? 0 : i])];
        bool scales = node.OpType is "Mul" or "Div";
        double[] factors = scales ? [.. each.Select(v => node.OpType == "Div" ? 1 / v : v)] : [.. each.Select(_ => 1d)];
        double[] terms = scales ? new double[channels] : [.. each.Select(v => node.OpType == "Sub" ? -v : v)];
        return LayerScaling.Apply(uses, layer, factors, terms);
    }
}
