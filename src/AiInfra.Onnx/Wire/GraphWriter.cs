namespace AiInfra.Onnx.Wire;

/// <summary>Writes graphs and types.</summary>
internal static class GraphWriter
{
    public static void Graph(WireWriter w, OnnxGraph graph)
    {
        ModelWriter.Each(w, 1, graph.Nodes, NodeWriter.Node);
        w.NonEmpty(2, graph.Name);
        ModelWriter.Each(w, 5, graph.Initializers, ModelWriter.Tensor);
        w.NonEmpty(10, graph.DocString);
        ModelWriter.Each(w, 11, graph.Inputs, Value);
        ModelWriter.Each(w, 12, graph.Outputs, Value);
        ModelWriter.Each(w, 13, graph.Values, Value);
        ModelWriter.Each(w, 15, graph.SparseInitializers, Sparse);
        w.Keep(graph.Unknown);
    }

    public static void Sparse(WireWriter w, OnnxSparseTensor sparse)
    {
        w.Message(1, sparse.Values, ModelWriter.Tensor);
        w.Message(2, sparse.Indices, ModelWriter.Tensor);
        foreach (long dim in sparse.Dims)
        {
            w.Varint(3, dim);
        }

        w.Keep(sparse.Unknown);
    }

    public static void Type(WireWriter w, OnnxType type)
    {
        switch (type)
        {
            case OnnxTensorType tensor: w.Message(tensor.IsSparse ? 8 : 1, tensor, TensorType); break;
            case OnnxSequenceType sequence: w.Message(4, sequence.Element, Element); break;
            case OnnxOptionalType optional: w.Message(9, optional.Element, Element); break;
            case OnnxMapType map: w.Message(5, map, Map); break;
        }

        w.NonEmpty(6, type.Denotation);
        w.Keep(type.Unknown);
    }

    private static void Value(WireWriter w, OnnxValueInfo value)
    {
        w.NonEmpty(1, value.Name);
        if (value.Type is not null)
        {
            w.Message(2, value.Type, Type);
        }

        w.NonEmpty(3, value.DocString);
        w.Keep(value.Unknown);
    }

    private static void TensorType(WireWriter w, OnnxTensorType type)
    {
        w.NonZero(1, (long)type.ElementType);
        if (type.Shape is not null)
        {
            w.Message(2, type.Shape, (shapeWriter, shape) => ModelWriter.Each(shapeWriter, 1, shape, Dim));
        }
    }

    private static void Element(WireWriter w, OnnxType element) => w.Message(1, element, Type);

    private static void Map(WireWriter w, OnnxMapType map)
    {
        w.NonZero(1, (long)map.Key);
        w.Message(2, map.Element, Type);
    }

    private static void Dim(WireWriter w, OnnxDim dim)
    {
        if (dim.Size is { } size)
        {
            w.Varint(1, size);
        }
        else
        {
            w.NonEmpty(2, dim.Symbol ?? "");
        }
    }
}
