namespace AiInfra.Onnx.Optimization;

/// <summary>Computes the nodes that take constants only.</summary>
internal static class ConstantFolding
{
    // A constant that is much larger than what it is made of is left to the runtime.
    private const long MostElements = 1 << 24;

    public static int Run(OnnxGraph graph)
    {
        var uses = new GraphUses(graph);
        IReadOnlyDictionary<string, OnnxTensorType> types = graph.InferTypes();
        var computed = new HashSet<OnnxNode>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (OnnxNode node in graph.Nodes)
        {
            if (node.Outputs.Count != 1 || node.Domain.Length > 0 || uses.IsSeen(node.Outputs[0]))
            {
                continue;
            }

            OnnxTensor? value = node.OpType switch
            {
                "Constant" => Attributed(node),
                "Shape" => types.TryGetValue(node.Inputs[0], out OnnxTensorType? type) && node.Attributes.Count == 0 && type.Shape is { } shape && shape.All(d => d.Size is not null)
                    ? OnnxTensor.Of<long>("shape", [.. shape.Select(d => d.Size!.Value)], shape.Rank) : null,
                _ => node.Inputs.Count > 0 && node.Inputs.Select(i => i.Length == 0 ? null : uses.Constant(i)).ToArray() is var given && given.All(g => g is not null)
                    ? ConstantOperators.Compute(node, given!) : null,
            };
            if (value is null || value.Count > MostElements)
            {
                continue;
            }

            // The constant takes the name of the value, so that nobody who takes it changes.
            uses.Make(value.Named(node.Outputs[0]));
            computed.Add(node);
            names.Add(node.Outputs[0]);
        }

        graph.Nodes.RemoveAll(computed.Contains);
        graph.Values.RemoveAll(v => names.Contains(v.Name));
        return computed.Count;
    }

    private static OnnxTensor? Attributed(OnnxNode node) => node.Attributes.Count != 1 || node.Attributes[0].ReferenceTo.Length > 0 ? null : node.Attributes[0] switch
    {
        { Name: "value", Kind: OnnxAttributeKind.Tensor } a => a.AsTensor(),
        { Name: "value_float" } a => OnnxTensor.Scalar("value", a.AsFloat()),
        { Name: "value_int" } a => OnnxTensor.Scalar("value", a.AsInt()),
        { Name: "value_floats" } a => OnnxTensor.Of<float>("value", a.AsFloats()),
        { Name: "value_ints" } a => OnnxTensor.Of<long>("value", a.AsInts()),
        _ => null,
    };
}
