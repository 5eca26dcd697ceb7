namespace AiInfra.Onnx.Wire;

/// <summary>Reads graphs.</summary>
internal static class GraphReader
{
    public static OnnxGraph Read(WireReader r, OnnxGraph graph)
    {
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: graph.Nodes.Add(NodeReader.Read(r.Message("node", graph.Nodes.Count))); break;
                case 2: graph.Name = r.Text(); break;
                case 5: graph.Initializers.Add(TensorReader.Read(r.Message("initializer", graph.Initializers.Count))); break;
                case 10: graph.DocString = r.Text(); break;
                case 11: graph.Inputs.Add(Value(r.Message("input", graph.Inputs.Count))); break;
                case 12: graph.Outputs.Add(Value(r.Message("output", graph.Outputs.Count))); break;
                case 13: graph.Values.Add(Value(r.Message("value_info", graph.Values.Count))); break;
                case 15: graph.SparseInitializers.Add(Sparse(r.Message("sparse_initializer", graph.SparseInitializers.Count))); break;
                default: graph.Unknown = r.Keep(graph.Unknown); break;
            }
        }

        r.Leave();
        return graph;
    }

    public static OnnxValueInfo Value(WireReader r)
    {
        var value = new OnnxValueInfo();
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: value.Name = r.Text(); break;
                case 2: value.Type = TypeReader.Read(r.Message("type")); break;
                case 3: value.DocString = r.Text(); break;
                default: value.Unknown = r.Keep(value.Unknown); break;
            }
        }

        r.Leave();
        return value;
    }

    public static OnnxSparseTensor Sparse(WireReader r)
    {
        var sparse = new OnnxSparseTensor();
        OnnxTensor? values = null;
        OnnxTensor? indices = null;
        while (r.Next())
        {
            switch (r.Field)
            {
                case 1: sparse.Values = values = TensorReader.Read(r.Single(values, "values")); break;
                case 2: sparse.Indices = indices = TensorReader.Read(r.Single(indices, "indices")); break;
                case 3: r.Varints(sparse.Dims); break;
                default: sparse.Unknown = r.Keep(sparse.Unknown); break;
            }
        }

        r.Leave();
        return sparse;
    }
}
