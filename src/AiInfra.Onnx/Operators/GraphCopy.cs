namespace AiInfra.Onnx.Operators;

/// <summary>Copies nodes and the graphs inside them under new names. Tensors are shared, except for their names.</summary>
internal static class GraphCopy
{
    public static OnnxNode Node(OnnxNode node, Func<string, string> name) => new()
    {
        OpType = node.OpType,
        Domain = node.Domain,
        Name = name(node.Name),
        DocString = node.DocString,
        Overload = node.Overload,
        Unknown = node.Unknown,
        Inputs = { node.Inputs.Select(name) },
        Outputs = { node.Outputs.Select(name) },
        Attributes = { node.Attributes.Select(a => Attribute(a, name)) },
    };

    public static OnnxValueInfo Value(OnnxValueInfo value, Func<string, string> name) =>
        new(name(value.Name), value.Type) { DocString = value.DocString, Unknown = value.Unknown };

    public static OnnxSparseTensor Sparse(OnnxSparseTensor sparse, Func<string, string> name)
    {
        var copy = new OnnxSparseTensor { Values = sparse.Values.Named(name(sparse.Values.Name)), Indices = sparse.Indices, Unknown = sparse.Unknown };
        copy.Dims.AddRange(sparse.Dims);
        return copy;
    }

    public static void Graph(OnnxGraph from, OnnxGraph into, Func<string, string> name)
    {
        into.Name = from.Name;
        into.DocString = from.DocString;
        into.Unknown = from.Unknown;
        into.Nodes.AddRange(from.Nodes.Select(n => Node(n, name)));
        into.Initializers.AddRange(from.Initializers.Select(t => t.Named(name(t.Name))));
        into.SparseInitializers.AddRange(from.SparseInitializers.Select(s => Sparse(s, name)));
        into.Inputs.AddRange(from.Inputs.Select(v => Value(v, name)));
        into.Outputs.AddRange(from.Outputs.Select(v => Value(v, name)));
        into.Values.AddRange(from.Values.Select(v => Value(v, name)));
    }

    private static OnnxAttribute Attribute(OnnxAttribute attribute, Func<string, string> name)
    {
        OnnxGraph[] graphs = attribute.Graphs;
        if (graphs.Length == 0)
        {
            return attribute;
        }

        OnnxGraph[] copies = [.. graphs.Select(g =>
        {
            var copy = new OnnxGraph();
            Graph(g, copy, name);
            return copy;
        })];
        object value = attribute.Kind == OnnxAttributeKind.Graph ? copies[0] : copies;
        return new OnnxAttribute(attribute.Name, attribute.Kind, value) { DocString = attribute.DocString, Unknown = attribute.Unknown };
    }

    // Collection initializers over several items at once.
    private static void Add<T>(this List<T> list, IEnumerable<T> items) => list.AddRange(items);
}
