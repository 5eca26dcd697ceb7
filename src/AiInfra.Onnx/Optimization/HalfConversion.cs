namespace AiInfra.Onnx.Optimization;

/// <summary>Rewrites the nodes of a graph one after another, with a Cast wherever a value is there in the other width.</summary>
internal sealed class HalfConversion
{
    private readonly OnnxGraph _graph;
    private readonly IReadOnlyDictionary<string, OnnxTensorType> _types;
    private readonly GraphUses _uses;
    private readonly List<OnnxNode> _nodes = [];
    private readonly HashSet<string> _half = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, bool Half), string> _casts = [];

    public HalfConversion(OnnxGraph graph, IReadOnlyDictionary<string, OnnxTensorType> types)
    {
        (_graph, _types, _uses) = (graph, types, new GraphUses(graph));
    }

    public int Casts { get; private set; }

    public bool IsFloat(string name) => name.Length > 0 && _types.TryGetValue(name, out OnnxTensorType? type) && type.ElementType == OnnxElementType.Float;

    public bool IsKnown(string name) => _types.TryGetValue(name, out OnnxTensorType? type) && type.ElementType != OnnxElementType.Undefined;

    /// <summary>The constant of floats of a name.</summary>
    public OnnxTensor? Constant(string name) => _uses.Constant(name) is { ElementType: OnnxElementType.Float } tensor ? tensor : null;

    public void Pass(OnnxNode node) => _nodes.Add(node);

    public void ToHalf(OnnxNode node)
    {
        Take(node, half: true);
        _half.UnionWith(node.Outputs.Where(IsFloat));
    }

    public void ToFloat(OnnxNode node) => Take(node, half: false);

    /// <summary>Gives the outputs back in their types, and writes the graph anew.</summary>
    public void Finish(bool keepOutputs)
    {
        foreach (OnnxValueInfo output in _graph.Outputs.Where(o => _half.Contains(o.Name)))
        {
            if (!keepOutputs)
            {
                output.Type = output.TensorType! with { ElementType = OnnxElementType.Float16 };
                continue;
            }

            // The value takes another name, and a Cast gives the old one.
            string inner = _uses.Free($"{output.Name}/half");
            foreach (OnnxNode node in _nodes)
            {
                Replace(node.Outputs, output.Name, inner);
                Replace(node.Inputs, output.Name, inner);
            }

            _nodes.Add(Cast(inner, output.Name, OnnxElementType.Float));
        }

        if (!keepOutputs)
        {
            // An input with a constant for those who don't give it keeps the type of that.
            foreach (OnnxValueInfo input in _graph.Inputs.Where(i => i.TensorType is { ElementType: OnnxElementType.Float } && !_graph.Initializers.Exists(t => t.Name == i.Name)))
            {
                string name = input.Name;
                foreach (OnnxValueInfo output in _graph.Outputs.Where(o => o.Name == name))
                {
                    output.Type = output.TensorType! with { ElementType = OnnxElementType.Float16 };
                }

                input.Type = input.TensorType! with { ElementType = OnnxElementType.Float16 };
                _casts.TryGetValue((name, true), out string? cast);
                OnnxNode[] wideTakers = [.. _nodes.Where(n => n.Inputs.Contains(name) && (cast is null || !n.Outputs.Contains(cast)))];
                if (wideTakers.Length > 0)
                {
                    string wide = _uses.Free($"{name}/float");
                    Array.ForEach(wideTakers, n => Replace(n.Inputs, name, wide));
                    _nodes.Insert(0, Cast(name, wide, OnnxElementType.Float));
                }

                if (cast is not null)
                {
                    _nodes.RemoveAll(n => n.Outputs.Contains(cast));
                    _nodes.ForEach(n => Replace(n.Inputs, cast, name));
                    Casts--;
                }
            }
        }

        _graph.Nodes.Clear();
        _graph.Nodes.AddRange(_nodes);
        _graph.Values.RemoveAll(v => _half.Contains(v.Name));
        _graph.RemoveUnused();
    }

    private static void Replace(List<string> names, string from, string to)
    {
        for (int i = 0; i < names.Count; i++)
        {
            names[i] = names[i] == from ? to : names[i];
        }
    }

    private void Take(OnnxNode node, bool half)
    {
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            if (IsFloat(node.Inputs[i]) && _half.Contains(node.Inputs[i]) != half)
            {
                node.Inputs[i] = InOther(node.Inputs[i], half);
            }
        }

        _nodes.Add(node);
    }

    private string InOther(string name, bool half)
    {
        if (_casts.TryGetValue((name, half), out string? known))
        {
            return known;
        }

        string other;
        if (half && Constant(name) is { } tensor)
        {
            Half[] values = [.. tensor.AsSpan<float>().ToArray().Select(v => (Half)v)];
            other = _uses.Add(OnnxTensor.OfRaw($"{name}/half", OnnxElementType.Float16, OnnxTensor.Of<Half>("", values).Data, [.. tensor.Dims]));
        }
        else
        {
            other = _uses.Free($"{name}/{(half ? "half" : "float")}");
            _nodes.Add(Cast(name, other, half ? OnnxElementType.Float16 : OnnxElementType.Float));
        }

        return _casts[(name, half)] = other;
    }

    private OnnxNode Cast(string from, string to, OnnxElementType type)
    {
        Casts++;
        return new OnnxNode("Cast", [from], [to], [("to", (long)type)], name: $"{to}/Cast");
    }
}
