using AiInfra.Onnx.Operators;

namespace AiInfra.Onnx;

/// <content>Whole models as parts of a graph.</content>
public sealed partial class OnnxGraphBuilder
{
    private readonly List<OnnxFunction> _functions = [];
    private readonly OrderedDictionary<string, string> _metadata = [];

    /// <summary>Goes on from a model: its inputs, values, operator sets and metadata are there, its outputs are <see cref="Value"/>s by their names. Say with <see cref="Output"/> which become outputs again.</summary>
    /// <exception cref="OnnxFormatException">The model breaks a rule, or is of an operator set older than 13 or newer than 21.</exception>
    public static OnnxGraphBuilder From(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.OpsetVersion is < 13 or > 21)
        {
            throw new OnnxFormatException($"The model is of operator set {model.OpsetVersion}; graphs are built in 13 to 21", "opset_import", "Export the model again in one of these.");
        }

        long classic = model.Opsets.Find(o => o.Domain == OnnxOpset.MachineLearning)?.Version ?? 3;
        var builder = new OnnxGraphBuilder(model.Graph.Name.Length > 0 ? model.Graph.Name : "graph", (int)model.OpsetVersion, (int)Math.Clamp(classic, 2, 5));
        builder.Append(model, new Dictionary<string, OnnxValue>(), "");
        foreach ((string key, string value) in model.Metadata)
        {
            builder._metadata[key] = value;
        }

        return builder;
    }

    /// <summary>Adds all nodes of a model. Inputs that are not connected become inputs of this graph, under their own names.</summary>
    /// <param name="model">The model.</param>
    /// <param name="connections">What the model's inputs take, by their names.</param>
    /// <param name="prefix">Put before the names of its values; null finds one that is free.</param>
    /// <returns>The model's outputs by their names there.</returns>
    /// <exception cref="ArgumentException">A name is not there or is taken, or the types do not fit.</exception>
    /// <exception cref="OnnxFormatException">The model breaks a rule, or is of another operator set.</exception>
    public IReadOnlyDictionary<string, OnnxValue> Append(OnnxModel model, IReadOnlyDictionary<string, OnnxValue> connections, string? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(connections);
        OnnxChecker.CheckOrThrow(model);
        Import(model);
        prefix ??= FreePrefix();
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { [""] = "" };
        HashSet<string> defaults = model.Graph.Initializers.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        foreach (OnnxValueInfo input in model.Graph.Inputs)
        {
            if (connections.TryGetValue(input.Name, out OnnxValue value))
            {
                Fits(input, value);
                names[input.Name] = Known(value);
            }
            else if (!defaults.Contains(input.Name))
            {
                Take(input.Name);
                names[input.Name] = input.Name;
                _graph.Inputs.Add(input);
                _types[input.Name] = input.TensorType;
            }
        }

        if (connections.Keys.FirstOrDefault(k => !model.Graph.Inputs.Exists(i => i.Name == k)) is { } stranger)
        {
            throw new ArgumentException($"The model has no input '{stranger}'. Its inputs: {string.Join(", ", model.Graph.Inputs.Select(i => i.Name))}.", nameof(connections));
        }

        string New(string name) => names.TryGetValue(name, out string? known) ? known : prefix + name;
        Copy(model.Graph, New, connections);
        return new OrderedDictionary<string, OnnxValue>(model.Graph.Outputs.Select(o => KeyValuePair.Create(o.Name, Value(New(o.Name)))));
    }

    private void Copy(OnnxGraph from, Func<string, string> name, IReadOnlyDictionary<string, OnnxValue> connections)
    {
        foreach (OnnxTensor tensor in from.Initializers.Where(t => !connections.ContainsKey(t.Name)))
        {
            OnnxTensor named = tensor.Named(name(tensor.Name));
            Take(named.Name);
            _graph.Initializers.Add(named);
            _types[named.Name] = named.Type;
            _constants[named.Name] = named;
        }

        foreach (OnnxSparseTensor sparse in from.SparseInitializers)
        {
            OnnxSparseTensor named = GraphCopy.Sparse(sparse, name);
            Take(named.Values.Name);
            _graph.SparseInitializers.Add(named);
            _types[named.Values.Name] = new(named.Values.ElementType, OnnxShape.Of([.. named.Dims]));
        }

        foreach (OnnxValueInfo value in from.Values.Concat(from.Outputs))
        {
            _types.TryAdd(name(value.Name), value.TensorType);
        }

        foreach (OnnxNode node in from.Nodes)
        {
            OnnxNode named = GraphCopy.Node(node, name);
            foreach (string output in named.Outputs.Where(o => o.Length > 0))
            {
                Take(output);
            }

            _graph.Nodes.Add(named);
            TypeInference.Follow(named, _types, _constants);
        }

        _graph.Values.AddRange(from.Values.Select(v => GraphCopy.Value(v, name)));
        foreach (OnnxGraph inner in _graph.Nodes.SelectMany(n => n.Attributes).SelectMany(a => a.Graphs))
        {
            _names.UnionWith(inner.Nodes.SelectMany(n => n.Outputs));
        }
    }

    private void Import(OnnxModel model)
    {
        foreach (OnnxOpset opset in model.Opsets)
        {
            if (_opsets.TryGetValue(opset.Key, out long version) && version != opset.Version)
            {
                throw new OnnxFormatException($"The model is of operator set {opset}, this graph of version {version}", "opset_import", "Build the graph in the model's version, or export the model again in this one.");
            }

            _opsets[opset.Key] = opset.Version;
        }

        foreach (OnnxFunction function in model.Functions)
        {
            if (_functions.Exists(f => f.Name == function.Name && f.Domain == function.Domain && f.Overload == function.Overload && f != function))
            {
                throw new OnnxFormatException($"Both models define the function {function.Domain}.{function.Name}", "functions", "Rename it in one of them.");
            }

            _functions.Add(function);
        }
    }

    private string FreePrefix()
    {
        for (int i = 2; ; i++)
        {
            string prefix = $"m{i}/";
            if (!_names.Any(n => n.StartsWith(prefix, StringComparison.Ordinal)))
            {
                return prefix;
            }
        }
    }

    private static void Fits(OnnxValueInfo input, OnnxValue value)
    {
        if (input.TensorType is not { } wanted || value.Type is not { } given)
        {
            return;
        }

        bool shapes = wanted.Shape is not { } a || given.Shape is not { } b || (a.Rank == b.Rank && !a.Zip(b).Any(d => Shapes.Differ(d.First, d.Second)));
        if (wanted.ElementType != given.ElementType || !shapes)
        {
            throw new ArgumentException($"The input {input} does not take {value}.", nameof(value));
        }
    }
}
