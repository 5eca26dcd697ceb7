namespace AiInfra.Onnx.Wire;

/// <summary>Every tensor of a model with its place: constants, sparse ones, those in attributes, in the graphs inside nodes and in functions.</summary>
internal static class ModelTensors
{
    public static IEnumerable<(OnnxTensor Tensor, string Where)> Of(OnnxModel model) => OfGraph(model.Graph, "graph").Concat(model.Functions.SelectMany(
        (f, i) => OfNodes(f.Nodes, $"functions[{i}]").Concat(f.AttributeDefaults.SelectMany((a, j) => OfAttribute(a, $"functions[{i}].attribute_proto[{j}]")))));

    private static IEnumerable<(OnnxTensor Tensor, string Where)> OfGraph(OnnxGraph graph, string where) =>
        graph.Initializers.Select((t, i) => (t, $"{where}.initializer[{i}]"))
            .Concat(graph.SparseInitializers.SelectMany((s, i) => OfSparse(s, $"{where}.sparse_initializer[{i}]")))
            .Concat(OfNodes(graph.Nodes, where));

    private static IEnumerable<(OnnxTensor Tensor, string Where)> OfNodes(List<OnnxNode> nodes, string where) =>
        nodes.SelectMany((n, i) => n.Attributes.SelectMany((a, j) => OfAttribute(a, $"{where}.node[{i}].attribute[{j}]")));

    private static IEnumerable<(OnnxTensor Tensor, string Where)> OfAttribute(OnnxAttribute attribute, string where) => attribute.Kind switch
    {
        _ when attribute.ReferenceTo.Length > 0 => [],
        OnnxAttributeKind.Tensor => [(attribute.AsTensor(), where + ".t")],
        OnnxAttributeKind.Tensors => attribute.AsTensors().Select((t, k) => (t, $"{where}.tensors[{k}]")),
        OnnxAttributeKind.SparseTensor => OfSparse(attribute.As<OnnxSparseTensor>(attribute.Kind), where + ".sparse_tensor"),
        OnnxAttributeKind.SparseTensors => attribute.As<OnnxSparseTensor[]>(attribute.Kind).SelectMany((s, k) => OfSparse(s, $"{where}.sparse_tensors[{k}]")),
        _ => attribute.Graphs.SelectMany((g, k) => OfGraph(g, $"{where}.g[{k}]")),
    };

    private static IEnumerable<(OnnxTensor Tensor, string Where)> OfSparse(OnnxSparseTensor sparse, string where) =>
        [(sparse.Values, where + ".values"), (sparse.Indices, where + ".indices")];
}
