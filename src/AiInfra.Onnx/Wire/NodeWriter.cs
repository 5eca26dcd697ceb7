namespace AiInfra.Onnx.Wire;

/// <summary>Writes nodes and attributes.</summary>
internal static class NodeWriter
{
    public static void Node(WireWriter w, OnnxNode node)
    {
        ModelWriter.Texts(w, 1, node.Inputs);
        ModelWriter.Texts(w, 2, node.Outputs);
        w.NonEmpty(3, node.Name);
        w.NonEmpty(4, node.OpType);
        ModelWriter.Each(w, 5, node.Attributes, Attribute);
        w.NonEmpty(6, node.DocString);
        w.NonEmpty(7, node.Domain);
        w.NonEmpty(8, node.Overload);
        w.Keep(node.Unknown);
    }

    public static void Attribute(WireWriter w, OnnxAttribute attribute)
    {
        w.NonEmpty(1, attribute.Name);
        if (attribute.ReferenceTo.Length == 0)
        {
            Content(w, attribute);
        }

        w.NonEmpty(13, attribute.DocString);
        switch (attribute.Kind)
        {
            case OnnxAttributeKind.Type when attribute.ReferenceTo.Length == 0: w.Message(14, attribute.As<OnnxType>(attribute.Kind), GraphWriter.Type); break;
            case OnnxAttributeKind.Types when attribute.ReferenceTo.Length == 0: ModelWriter.Each(w, 15, attribute.As<OnnxType[]>(attribute.Kind), GraphWriter.Type); break;
        }

        w.NonZero(20, (long)attribute.Kind);
        w.NonEmpty(21, attribute.ReferenceTo);
        switch (attribute.Kind)
        {
            case OnnxAttributeKind.SparseTensor when attribute.ReferenceTo.Length == 0: w.Message(22, attribute.As<OnnxSparseTensor>(attribute.Kind), GraphWriter.Sparse); break;
            case OnnxAttributeKind.SparseTensors when attribute.ReferenceTo.Length == 0: ModelWriter.Each(w, 23, attribute.As<OnnxSparseTensor[]>(attribute.Kind), GraphWriter.Sparse); break;
        }

        w.Keep(attribute.Unknown);
    }

    private static void Content(WireWriter w, OnnxAttribute attribute)
    {
        switch (attribute.Kind)
        {
            case OnnxAttributeKind.Float: w.Float(2, attribute.AsFloat()); break;
            case OnnxAttributeKind.Int: w.Varint(3, attribute.AsInt()); break;
            case OnnxAttributeKind.String: w.Bytes(4, attribute.AsBytes().Span); break;
            case OnnxAttributeKind.Tensor: w.Message(5, attribute.AsTensor(), ModelWriter.Tensor); break;
            case OnnxAttributeKind.Graph: w.Message(6, attribute.AsGraph(), GraphWriter.Graph); break;
            case OnnxAttributeKind.Floats: Array.ForEach(attribute.AsFloats(), f => w.Float(7, f)); break;
            case OnnxAttributeKind.Ints: Array.ForEach(attribute.AsInts(), i => w.Varint(8, i)); break;
            case OnnxAttributeKind.Strings: Array.ForEach(attribute.AsBytesList(), s => w.Bytes(9, s.Span)); break;
            case OnnxAttributeKind.Tensors: ModelWriter.Each(w, 10, attribute.AsTensors(), ModelWriter.Tensor); break;
            case OnnxAttributeKind.Graphs: ModelWriter.Each(w, 11, attribute.AsGraphs(), GraphWriter.Graph); break;
        }
    }
}
