namespace AiInfra.Onnx.Wire;

/// <summary>Reads nodes and their attributes.</summary>
internal static class NodeReader
{
    public static OnnxNode Read(WireReader r)
    {
        var node = new OnnxNode();
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: node.Inputs.Add(r.Text()); break;
                case 2: node.Outputs.Add(r.Text()); break;
                case 3: node.Name = r.Text(); break;
                case 4: node.OpType = r.Text(); break;
                case 5: node.Attributes.Add(Attribute(r.Message("attribute", node.Attributes.Count))); break;
                case 6: node.DocString = r.Text(); break;
                case 7: node.Domain = r.Text(); break;
                case 8: node.Overload = r.Text(); break;
                default: node.Unknown = r.Keep(node.Unknown); break;
            }
        }

        r.Leave();
        return node;
    }

    public static OnnxAttribute Attribute(WireReader r)
    {
        var found = new AttributeParts();
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: found.Name = r.Text(); break;
                case 20: found.Kind = (OnnxAttributeKind)r.Enum(); break;
                case 21: found.ReferenceTo = r.Text(); break;
                case 13: found.DocString = r.Text(); break;
                case 2: found.Float = r.Float(); break;
                case 3: found.Int = r.Varint(); break;
                case 4: found.Bytes = r.Bytes(); break;
                case 5: found.Tensor = TensorReader.Read(r.Single(found.Tensor, "t")); break;
                case 6: found.Graph = GraphReader.Read(r.Single(found.Graph, "g"), new OnnxGraph()); break;
                case 7: found.AddFloats(r.Fixed(4)); break;
                case 8: r.Varints(found.Ints); break;
                case 9: found.Strings.Add(r.Bytes()); break;
                case 10: found.Tensors.Add(TensorReader.Read(r.Message("tensors", found.Tensors.Count))); break;
                case 11: found.Graphs.Add(GraphReader.Read(r.Message("graphs", found.Graphs.Count), new OnnxGraph())); break;
                case 14: found.Type = TypeReader.Read(r.Message("tp")); break;
                case 15: found.Types.Add(TypeReader.Read(r.Message("type_protos", found.Types.Count))); break;
                case 22: found.SparseTensor = GraphReader.Sparse(r.Single(found.SparseTensor, "sparse_tensor")); break;
                case 23: found.SparseTensors.Add(GraphReader.Sparse(r.Message("sparse_tensors", found.SparseTensors.Count))); break;
                default: found.Unknown = r.Keep(found.Unknown); break;
            }
        }

        r.Leave();
        return found.ToAttribute(r.State);
    }
}
