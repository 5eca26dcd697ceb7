namespace AiInfra.Onnx.Operators;

/// <summary>Walks a graph in order, and the graphs inside it, with the names and types seen so far.</summary>
internal sealed class GraphChecker(List<OnnxFinding> findings, HashSet<string> opsets, HashSet<(string Domain, string Name)> functions, long opset)
{
    private const int MaxDepth = 64;

    // Older calls look different: axes and sizes that are inputs now were attributes then.
    private const long FirstKnownOpset = 13;

    public void Check(OnnxGraph graph, string where, GraphScope? outer, int depth = 0)
    {
        if (depth > MaxDepth)
        {
            findings.Add(new(where, $"graphs lie more than {MaxDepth} deep in one another"));
            return;
        }

        var scope = new GraphScope(outer);
        for (int i = 0; i < graph.Inputs.Count; i++)
        {
            OnnxValueInfo input = graph.Inputs[i];
            Name(scope, input.Name, input.TensorType, $"{where}.input[{i}]");
            if (outer is null)
            {
                Typed(input, $"{where}.input[{i}]");
            }
        }

        var initializers = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < graph.Initializers.Count; i++)
        {
            Initializer(graph.Initializers[i], $"{where}.initializer[{i}]", scope, initializers);
        }

        for (int i = 0; i < graph.SparseInitializers.Count; i++)
        {
            OnnxSparseTensor sparse = graph.SparseInitializers[i];
            Name(scope, sparse.Values.Name, new(sparse.Values.ElementType, OnnxShape.Of([.. sparse.Dims])), $"{where}.sparse_initializer[{i}]");
        }

        HashSet<string> later = graph.Nodes.SelectMany(n => n.Outputs).ToHashSet(StringComparer.Ordinal);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node(graph.Nodes[i], $"{where}.node[{i}]", scope, later, depth);
        }

        Outputs(graph, where, scope, outer is null);
    }

    private void Initializer(OnnxTensor tensor, string place, GraphScope scope, HashSet<string> seen)
    {
        if (Wire.TensorSize.Problem(tensor) is { } problem)
        {
            findings.Add(new(place, problem));
            return;
        }

        // A default for an input may bear the input's name.
        if (seen.Add(tensor.Name) && scope.HasOwn(tensor.Name))
        {
            if (scope.TypeOf(tensor.Name) is { } input && input.ElementType != tensor.ElementType)
            {
                findings.Add(new(place, $"'{tensor.Name}' is {tensor.ElementType}, the input of its name {input.ElementType}"));
            }
        }
        else
        {
            Name(scope, tensor.Name, tensor.Type, place);
        }

        scope.Constants[tensor.Name] = tensor;
    }

    private void Node(OnnxNode node, string where, GraphScope scope, HashSet<string> later, int depth)
    {
        string domain = OnnxOpset.Normalise(node.Domain);
        if (node.OpType.Length == 0)
        {
            findings.Add(new(where, "names no operator"));
        }
        else if (!opsets.Contains(domain) && !functions.Contains((domain, node.OpType)))
        {
            findings.Add(new(where, $"{node.OpType} is of the domain '{node.Domain}', which is not imported"));
        }

        bool known = true;
        foreach (string input in node.Inputs)
        {
            if (input.Length > 0 && !scope.Has(input))
            {
                known = false;
                findings.Add(new(where, later.Contains(input) ? $"{node.OpType} takes '{input}' before it is there: the nodes are not in order, or make a circle" : $"{node.OpType} takes '{input}', which nothing gives"));
            }
        }

        for (int i = 0; i < node.Attributes.Count; i++)
        {
            OnnxGraph[] graphs = node.Attributes[i].Graphs;
            for (int j = 0; j < graphs.Length; j++)
            {
                Check(graphs[j], $"{where}.attribute[{i}].g{(graphs.Length > 1 ? $"[{j}]" : "")}", scope, depth + 1);
            }
        }

        var call = new OperatorCall(node, [.. node.Inputs.Select(scope.TypeOf)], node.Outputs.Count, scope.ConstantOf);
        bool judged = !functions.Contains((domain, node.OpType)) && (domain.Length > 0 || opset >= FirstKnownOpset);
        string? problem = known && judged ? OperatorRules.Problem(call) : null;
        if (problem is not null)
        {
            findings.Add(new(where, $"{node.OpType} {problem}"));
        }

        OnnxTensorType?[] types = problem is null && judged ? OperatorRules.Infer(call) : new OnnxTensorType?[node.Outputs.Count];
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            if (node.Outputs[i].Length > 0)
            {
                Name(scope, node.Outputs[i], types[i], $"{where}.output[{i}]");
            }
        }
    }

    private void Outputs(OnnxGraph graph, string where, GraphScope scope, bool top)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (top && graph.Outputs.Count == 0)
        {
            findings.Add(new(where, "gives no output"));
        }

        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            OnnxValueInfo output = graph.Outputs[i];
            string place = $"{where}.output[{i}]";
            if (!seen.Add(output.Name))
            {
                findings.Add(new(place, $"the output '{output.Name}' is listed twice"));
            }

            if (!scope.Has(output.Name))
            {
                findings.Add(new(place, $"nothing gives '{output.Name}'"));
            }
            else if (output.TensorType is { ElementType: not OnnxElementType.Undefined } said && scope.TypeOf(output.Name) is { ElementType: not OnnxElementType.Undefined } found)
            {
                if (said.ElementType != found.ElementType)
                {
                    findings.Add(new(place, $"'{output.Name}' is said to be {said.ElementType}; the graph gives {found.ElementType}"));
                }
                else if (said.Shape is { } a && found.Shape is { } b && (a.Rank != b.Rank || a.Zip(b).Any(d => Shapes.Differ(d.First, d.Second))))
                {
                    findings.Add(new(place, $"'{output.Name}' is said to be {a}; the graph gives {b}"));
                }
            }

            if (top)
            {
                Typed(output, place);
            }
        }
    }

    private void Typed(OnnxValueInfo value, string place)
    {
        if (value.Type is null or OnnxTensorType { ElementType: OnnxElementType.Undefined })
        {
            findings.Add(new(place, $"'{value.Name}' has no type"));
        }
        else if (value.TensorType?.Shape?.Any(d => d.Size < 0) == true)
        {
            findings.Add(new(place, $"'{value.Name}' has a negative dimension: {value.TensorType.Shape}"));
        }
    }

    private void Name(GraphScope scope, string name, OnnxTensorType? type, string place)
    {
        if (name.Length == 0)
        {
            findings.Add(new(place, "has no name"));
        }
        else if (!scope.Add(name, type))
        {
            findings.Add(new(place, $"there is a value '{name}' already; each has one place where it is made"));
        }
    }
}
