namespace AiInfra.Onnx.Optimization;

/// <summary>Who makes and who takes the values of a graph, while it is changed.</summary>
internal sealed class GraphUses
{
    private readonly Dictionary<string, OnnxNode> _makers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<OnnxNode>> _takers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxTensor> _constants = new(StringComparer.Ordinal);
    private readonly OnnxGraph _graph;

    public GraphUses(OnnxGraph graph)
    {
        _graph = graph;
        _names.UnionWith(graph.Inputs.Select(i => i.Name));
        foreach (OnnxTensor tensor in graph.Initializers)
        {
            _constants[tensor.Name] = tensor;
        }

        // An initializer that is an input too may be given by the caller: it is no constant.
        graph.Inputs.ForEach(i => _constants.Remove(i.Name));
        _names.UnionWith(graph.Initializers.Select(t => t.Name));
        _seen.UnionWith(graph.Outputs.Select(o => o.Name));
        foreach (OnnxNode node in graph.Nodes)
        {
            foreach (string output in node.Outputs.Where(o => o.Length > 0))
            {
                _makers[output] = node;
                _names.Add(output);
            }

            var taken = new HashSet<string>(StringComparer.Ordinal);
            OnnxGraph.Taken(node, taken);

            // What a graph inside a node takes is not to be changed.
            _seen.UnionWith(taken.Where(t => !node.Inputs.Contains(t)));
            foreach (string input in node.Inputs.Where(i => i.Length > 0))
            {
                (_takers.TryGetValue(input, out List<OnnxNode>? list) ? list : _takers[input] = []).Add(node);
            }
        }
    }

    /// <summary>The constant of a name, with its data here.</summary>
    public OnnxTensor? Constant(string? name) => name is not null && _constants.TryGetValue(name, out OnnxTensor? tensor) && (tensor.External is null || !tensor.Data.IsEmpty) ? tensor : null;

    /// <summary>Whether a name is that of a constant whose data lies in another file that was not read.</summary>
    public bool IsElsewhere(string name) => _constants.TryGetValue(name, out OnnxTensor? tensor) && tensor.External is not null && tensor.Data.IsEmpty;

    /// <summary>A constant float tensor's values.</summary>
    public float[]? Floats(string? name) => Constant(name) is { ElementType: OnnxElementType.Float } tensor ? tensor.AsSpan<float>().ToArray() : null;

    public OnnxNode? Maker(string name) => _makers.GetValueOrDefault(name);

    /// <summary>The one node that takes a value which nobody else sees.</summary>
    public OnnxNode? OnlyTaker(string name) => !_seen.Contains(name) && _takers.TryGetValue(name, out List<OnnxNode>? list) && list.Count == 1 ? list[0] : null;

    public IReadOnlyList<OnnxNode> Takers(string name) => _takers.TryGetValue(name, out List<OnnxNode>? list) ? list : [];

    /// <summary>Whether the caller or a graph inside a node sees the value.</summary>
    public bool IsSeen(string name) => _seen.Contains(name);

    /// <summary>A name that is free, and from now on taken.</summary>
    public string Free(string wanted)
    {
        string name = wanted;
        for (int i = 1; !_names.Add(name); i++)
        {
            name = $"{wanted}_{i}";
        }

        return name;
    }

    /// <summary>Adds a constant under a free name.</summary>
    public string Add(OnnxTensor tensor)
    {
        OnnxTensor named = tensor.Named(Free(tensor.Name));
        Make(named);
        return named.Name;
    }

    /// <summary>Adds a constant under its own name, which a node gave before.</summary>
    public void Make(OnnxTensor tensor)
    {
        _graph.Initializers.Add(tensor);
        _constants[tensor.Name] = tensor;
    }
}
