namespace AiInfra.Onnx.Optimization;

/// <summary>Nodes that hand on what they take: Identity, Dropout as it is when a model answers, a Cast to the type that is there, a Transpose that keeps the order.</summary>
internal static class NoOperations
{
    public static int Run(OnnxGraph graph)
    {
        var uses = new GraphUses(graph);
        IReadOnlyDictionary<string, OnnxTensorType> types = graph.InferTypes();
        var handed = new Dictionary<string, string>(StringComparer.Ordinal);
        var dropped = new HashSet<OnnxNode>();
        foreach (OnnxNode node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                node.Inputs[i] = handed.GetValueOrDefault(node.Inputs[i], node.Inputs[i]);
            }

            if (node.Domain.Length == 0 && node.Inputs.Count > 0 && Keeps(node, types, uses) && !node.Outputs.Exists(uses.IsSeen))
            {
                handed[node.Outputs[0]] = node.Inputs[0];
                dropped.Add(node);
            }
        }

        graph.Nodes.RemoveAll(dropped.Contains);
        return dropped.Count;
    }

    private static bool Keeps(OnnxNode node, IReadOnlyDictionary<string, OnnxTensorType> types, GraphUses uses) => node.OpType switch
    {
        "Identity" => true,
        "Dropout" => (node.Inputs.Count < 3 || node.Inputs[2].Length == 0 || uses.Constant(node.Inputs[2]) is { ElementType: OnnxElementType.Bool } training && !training.AsSpan<bool>()[0]) && (node.Outputs.Count < 2 || uses.Takers(node.Outputs[1]).Count == 0),
        "Cast" => types.TryGetValue(node.Inputs[0], out OnnxTensorType? type) && (long)type.ElementType == node.IntAttribute("to", 0),
        "Transpose" => node.Attribute("perm") is { Kind: OnnxAttributeKind.Ints } perm && perm.AsInts() is var order && order.Select((o, i) => o == i).All(same => same),
        _ => false,
    };
}
