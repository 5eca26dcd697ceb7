using System.Runtime.InteropServices;
using AiInfra.Onnx.Operators;

namespace AiInfra.Onnx;

/// <summary>Builds a model node by node. Names are made unique, types and shapes are followed where the operator is known.</summary>
/// <remarks>Not safe for use by several threads at once.</remarks>
public sealed partial class OnnxGraphBuilder
{
    private readonly OnnxGraph _graph = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxTensorType?> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxTensor> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _opsets = new(StringComparer.Ordinal);
    private readonly List<(string Name, OnnxValue Value)> _outputs = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private string _scope = "";

    /// <summary>Starts a graph.</summary>
    /// <param name="name">Name of the graph.</param>
    /// <param name="opset">Version of the standard operators, 13 to 21.</param>
    /// <param name="machineLearningOpset">Version of the operators for classic models, 2 to 5; imported when one is used. <c>TreeEnsemble</c> came with 5.</param>
    public OnnxGraphBuilder(string name = "graph", int opset = 21, int machineLearningOpset = 3)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(opset, 13);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(opset, 21);
        ArgumentOutOfRangeException.ThrowIfLessThan(machineLearningOpset, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(machineLearningOpset, 5);
        _graph.Name = name;
        Opset = opset;
        MachineLearningOpset = machineLearningOpset;
        _opsets[""] = opset;
    }

    /// <summary>Version of the standard operators.</summary>
    public int Opset { get; }

    /// <summary>Version of the operators of <c>ai.onnx.ml</c>.</summary>
    public int MachineLearningOpset { get; }

    /// <summary>The inputs so far.</summary>
    public IReadOnlyList<OnnxValue> Inputs => [.. _graph.Inputs.Select(i => Value(i.Name))];

    /// <summary>The outputs so far: the name the caller will see, and the value.</summary>
    public IReadOnlyList<(string Name, OnnxValue Value)> Outputs => _outputs;

    /// <summary>Puts a prefix before the names that are made up inside a <c>using</c> block, so that a reader of the graph sees what belongs together.</summary>
    public IDisposable Scope(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var scope = new NameScope(this, _scope);
        _scope = $"{_scope}{name}/";
        return scope;
    }

    /// <summary>Adds an input that the caller gives. The name is taken as it is.</summary>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public OnnxValue Input(string name, OnnxElementType elementType, OnnxShape? shape)
    {
        Take(name);
        var type = new OnnxTensorType(elementType, shape);
        _graph.Inputs.Add(new OnnxValueInfo(name, type));
        _types[name] = type;
        return Value(name);
    }

    /// <summary>Adds a constant under a name made unique; without dimensions, a vector.</summary>
    public OnnxValue Initializer<T>(string name, ReadOnlySpan<T> values, params ReadOnlySpan<long> dims) => Initializer(OnnxTensor.Of(name, values, dims));

    /// <summary>Adds a constant under a name made unique; without dimensions, a vector.</summary>
    public OnnxValue Initializer<T>(string name, T[] values, params ReadOnlySpan<long> dims) => Initializer(OnnxTensor.Of<T>(name, values, dims));

    /// <summary>Adds a constant under its name, made unique.</summary>
    public OnnxValue Initializer(OnnxTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        OnnxTensor named = tensor.Named(Unique(tensor.Name.Length == 0 ? "constant" : tensor.Name));
        _graph.Initializers.Add(named);
        _types[named.Name] = named.Type;
        _constants[named.Name] = named;
        return Value(named.Name);
    }

    /// <summary>Adds a scalar constant.</summary>
    public OnnxValue Constant<T>(T value, string name = "constant") => Initializer(OnnxTensor.Scalar(name, value));

    /// <summary>Adds a node with one output.</summary>
    /// <param name="opType">Operator.</param>
    /// <param name="inputs">Inputs; the default value leaves an optional one out.</param>
    /// <param name="attributes">Attributes, for example <c>("axis", 1)</c>.</param>
    /// <param name="domain">Domain of the operator.</param>
    /// <param name="name">Name of the output, made unique; null makes one from the operator's name.</param>
    /// <exception cref="ArgumentException">The operator is known and the inputs do not fit it.</exception>
    public OnnxValue Node(string opType, ReadOnlySpan<OnnxValue> inputs, ReadOnlySpan<OnnxAttribute> attributes = default, string domain = "", string? name = null) =>
        Nodes(opType, inputs, 1, attributes, domain, name)[0];

    /// <summary>Adds a node with several outputs; parameters as for <see cref="Node"/>.</summary>
    public OnnxValue[] Nodes(string opType, ReadOnlySpan<OnnxValue> inputs, int outputs, ReadOnlySpan<OnnxAttribute> attributes = default, string domain = "", string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(opType);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        domain = OnnxOpset.Normalise(domain);
        var node = new OnnxNode { OpType = opType, Domain = domain };
        foreach (OnnxValue input in inputs)
        {
            node.Inputs.Add(Known(input));
        }

        // Inputs left out at the end are not written at all.
        while (node.Inputs.Count > 0 && node.Inputs[^1].Length == 0)
        {
            node.Inputs.RemoveAt(node.Inputs.Count - 1);
        }

        node.Attributes.AddRange(attributes);
        var call = new OperatorCall(node, [.. node.Inputs.Select(i => _types.GetValueOrDefault(i))], outputs, n => _constants.GetValueOrDefault(n));
        if (OperatorRules.Problem(call) is { } problem)
        {
            throw new ArgumentException($"{node.OpType}({string.Join(", ", node.Inputs.Select(i => Value(i)))}): {problem}.", nameof(inputs));
        }

        OnnxTensorType?[] types = OperatorRules.Infer(call);
        string stem = name ?? opType;
        for (int i = 0; i < outputs; i++)
        {
            node.Outputs.Add(Unique(i == 0 || name is null ? stem : $"{stem}_{i}"));
            _types[node.Outputs[i]] = types[i];
        }

        node.Name = node.Outputs[0];
        _graph.Nodes.Add(node);
        _opsets.TryAdd(domain, domain == OnnxOpset.MachineLearning ? MachineLearningOpset : 1);
        return [.. node.Outputs.Select(Value)];
    }

    /// <summary>Names a value as an output of the model. The caller sees exactly this name.</summary>
    /// <param name="name">Name the caller sees.</param>
    /// <param name="value">The value.</param>
    /// <param name="shape">Its shape, where the builder does not know it.</param>
    /// <param name="elementType">Its type, where the builder does not know it.</param>
    /// <exception cref="ArgumentException">The name is taken, or the type is not known and not said.</exception>
    public OnnxGraphBuilder Output(string name, OnnxValue value, OnnxShape? shape = null, OnnxElementType elementType = OnnxElementType.Undefined)
    {
        Known(value);
        if (name != value.Name)
        {
            Take(name);
        }

        if (_outputs.Exists(o => o.Name == name))
        {
            throw new ArgumentException($"There is an output '{name}' already.", nameof(name));
        }

        OnnxElementType type = elementType == OnnxElementType.Undefined ? value.ElementType : elementType;
        if (type == OnnxElementType.Undefined)
        {
            throw new ArgumentException($"The type of '{value.Name}' is not known to the builder; say it with {nameof(elementType)}.", nameof(value));
        }

        _outputs.Add((name, value with { ElementType = type, Shape = shape ?? value.Shape }));
        return this;
    }

    /// <summary>Imports an operator set other than the standard ones, or says its version.</summary>
    public OnnxGraphBuilder Import(string domain, long version)
    {
        _opsets[OnnxOpset.Normalise(domain)] = version;
        return this;
    }

    /// <summary>The value of a name: an input, a constant, or what a node gives.</summary>
    /// <exception cref="ArgumentException">There is no such value.</exception>
    public OnnxValue Value(string name)
    {
        if (name.Length == 0)
        {
            return default;
        }

        return _types.TryGetValue(name, out OnnxTensorType? type)
            ? new OnnxValue(name, type?.ElementType ?? OnnxElementType.Undefined, type?.Shape)
            : throw new ArgumentException($"There is no value '{name}' in this graph.", nameof(name));
    }

    /// <summary>The model. The builder can go on afterwards; the model stays as it is.</summary>
    /// <param name="metadata">Key and value pairs to store with the model.</param>
    /// <param name="producer">Program that made the model.</param>
    /// <exception cref="OnnxFormatException">The graph breaks a rule; the message lists what and where.</exception>
    public OnnxModel Build(IEnumerable<KeyValuePair<string, string>>? metadata = null, string producer = "AiInfra.Onnx")
    {
        // IR 10 is the first with opset 21's types; older opsets get the version that came with them, for older runtimes.
        var model = new OnnxModel { IrVersion = Opset >= 21 ? 10 : Opset >= 19 ? 9 : Opset >= 15 ? 8 : 7, ProducerName = producer };
        model.Opsets.AddRange(_opsets.Select(o => new OnnxOpset(o.Key, o.Value)));
        model.Functions.AddRange(_functions);
        foreach ((string key, string value) in _metadata.Concat(metadata ?? []))
        {
            model.Metadata[key] = value;
        }

        OutputNaming.Finish(_graph, _outputs, model.Graph);
        OnnxChecker.CheckOrThrow(model);
        return model;
    }

    private string Known(OnnxValue value) => value.IsOmitted ? "" : _types.ContainsKey(value.Name)
        ? value.Name
        : throw new ArgumentException($"The value '{value.Name}' is of another graph.", nameof(value));

    private void Take(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_names.Add(name))
        {
            throw new ArgumentException($"There is a value '{name}' already.", nameof(name));
        }
    }

    private string Unique(string stem)
    {
        string wanted = _scope + stem;
        string name = wanted;
        while (!_names.Add(name))
        {
            // Counting on from the last of this stem keeps large graphs linear.
            ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, wanted, out _);
            name = $"{wanted}_{++count}";
        }

        return name;
    }

    private sealed class NameScope(OnnxGraphBuilder builder, string outer) : IDisposable
    {
        public void Dispose() => builder._scope = outer;
    }
}
