namespace AiInfra.Onnx.Wire;

/// <summary>Every tensor of a model with its place.</summary>
internal static class ModelTensors
{
    public static IEnumerable<(OnnxTensor Tensor, string Where)> Of(OnnxModel model) =>
        OfGraph(model.Graph, "graph").Concat(model.Functions.SelectMany((f, i) => OfNodes(f.Nodes, $"functions[{i}]")));

    private static IEnumerable<(OnnxTensor Tensor, string Where)> OfGraph(OnnxGraph graph, string where) =>
        graph.Initializers.Select((t, i) => (t, $"{where}.initializer[{i}]"))
            .Concat(graph.SparseInitializers.SelectMany((s, i) => new[] { (s.Values, $"{where}.sparse_initializer[{i}].values"), (s.Indices, $"{where}.sparse_initializer[{i}].indices") }))
            .Concat(OfNodes(graph.Nodes, where));

    private static IEnumerable<(OnnxTensor Tensor, string Where)> OfNodes(List<OnnxNode> nodes, string where)
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            for (int j = 0; j < nodes[i].Attributes.Count; j++)
            {
                OnnxAttribute attribute = nodes[i].Attributes[j];
                string place = $"{where}.node[{i}].attribute[{j}]";
                IEnumerable<(OnnxTensor, string)> inside = attribute.Kind switch
                {
                    OnnxAttributeKind.Tensor when attribute.ReferenceTo.Length == 0 => [(attribute.AsTensor(), place + ".t")],
                    OnnxAttributeKind.Tensors when attribute.ReferenceTo.Length == 0 => attribute.AsTensors().Select((t, k) => (t, $"{place}.tensors[{k}]")),
                    _ => attribute.Graphs.SelectMany((g, k) => OfGraph(g, $"{place}.g[{k}]")),
                };
                foreach ((OnnxTensor, string) found in inside)
                {
                    yield return found;
                }
            }
        }
    }
}
