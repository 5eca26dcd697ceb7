namespace AiInfra.Onnx.Optimization;

/// <summary>Nodes that hand on what they take: Identity, Dropout as it is when a model answers, a Cast to the type that is there, a Transpose that keeps the order.</summary>
internal static class NoOperations
{
    public static int Run(OnnxGraph graph)
    {
        var uses = new GraphUses(graph);
        IReadOnlyDictionary<string, OnnxTensorType> types = graph.InferTypes();
        int count = 0;
        foreach (OnnxNode node in graph.Nodes.ToArray())
        {
            if (node.Domain.Length > 0 || node.Inputs.Count == 0 || !Keeps(node, types, uses) || uses.IsSeen(node.Outputs[0]))
            {
                continue;
            }

            foreach (OnnxNode taker in uses.Takers(node.Outputs[0]))
            {
                for (int i = 0; i < taker.Inputs.Count; i++)
                {
                    taker.Inputs[i] = taker.Inputs[i] == node.Outputs[0] ? node.Inputs[0] : taker.Inputs[i];
                }
            }

            graph.Nodes.Remove(node);
            count++;
            uses = new GraphUses(graph);
        }

        return count;
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
