using AiInfra.Onnx;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>What a converter works with: the graph, where in the module tree it stands, and the way down.</summary>
public sealed class ExportContext
{
    private readonly ExportSession _session;

    internal ExportContext(ExportSession session, nn.Module? module, string path)
    {
        _session = session;
        Module = module;
        Path = path;
    }

    /// <summary>The graph being built.</summary>
    public OnnxGraphBuilder Graph => _session.Graph;

    /// <summary>Path of the module in the tree, for example "layers.linear0".</summary>
    public string Path { get; }

    /// <summary>The module that is being written; null above the model.</summary>
    public nn.Module? Module { get; }

    internal ExportSession Session => _session;

    /// <summary>Writes a module inside this one, under the name that it is registered by.</summary>
    /// <param name="child">The module.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <returns>Its output.</returns>
    /// <exception cref="OnnxExportException">It can't be written, or it has several outputs (<see cref="CallMany"/>).</exception>
    public OnnxValue Call(nn.Module child, params IReadOnlyList<OnnxValue> inputs) => Convert(child, NameOf(child), inputs);

    /// <summary>Writes a module with several outputs inside this one.</summary>
    /// <inheritdoc cref="Call" path="/param" />
    /// <returns>Its outputs.</returns>
    /// <exception cref="OnnxExportException">It can't be written.</exception>
    public IReadOnlyList<OnnxValue> CallMany(nn.Module child, params IReadOnlyList<OnnxValue> inputs) => ConvertMany(child, NameOf(child), inputs);

    /// <summary>Writes a module inside this one under a name of the caller's choice.</summary>
    /// <param name="child">The module.</param>
    /// <param name="name">Its name in this one.</param>
    /// <param name="inputs">Its inputs.</param>
    public OnnxValue Convert(nn.Module child, string name, params IReadOnlyList<OnnxValue> inputs)
    {
        IReadOnlyList<OnnxValue> outputs = ConvertMany(child, name, inputs);
        return outputs.Count == 1 ? outputs[0]
            : throw new OnnxExportException($"Module '{At(name)}' of type {child.GetType().Name} gives {outputs.Count} outputs where one is taken. Take them by {nameof(CallMany)}, or say which one in a converter of the module around it.");
    }

    /// <summary>Puts a tensor into the graph as a constant.</summary>
    /// <exception cref="OnnxExportException">Its element type is none of float, double, half, bfloat16, int64, int32, int8, uint8, bool.</exception>
    public OnnxValue Constant(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        OnnxElementType type = tensor.dtype switch
        {
            ScalarType.Float32 => OnnxElementType.Float,
            ScalarType.Float64 => OnnxElementType.Double,
            ScalarType.Float16 => OnnxElementType.Float16,
            ScalarType.BFloat16 => OnnxElementType.BFloat16,
            ScalarType.Int64 => OnnxElementType.Int64,
            ScalarType.Int32 => OnnxElementType.Int32,
            ScalarType.Int8 => OnnxElementType.Int8,
            ScalarType.Byte => OnnxElementType.UInt8,
            ScalarType.Bool => OnnxElementType.Bool,
            _ => throw new OnnxExportException($"Tensor '{At(name)}' is of type {tensor.dtype}, which is not exported."),
        };
        using IDisposable grad = no_grad();
        using Tensor detached = tensor.detach();
        using Tensor cpu = detached.cpu();
        using Tensor plain = cpu.contiguous();
        return Graph.Initializer(OnnxTensor.OfRaw(name, type, plain.bytes.ToArray(), plain.shape));
    }

    /// <summary>A parameter or buffer of this module, under its name; one that several modules share is written once.</summary>
    /// <exception cref="OnnxExportException">The module has no such parameter or buffer, or it is of a type that is not exported.</exception>
    public OnnxValue Parameter(Tensor parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (_session.Parameters.TryGetValue(parameter, out OnnxValue known))
        {
            return known;
        }

        string name = Module?.named_parameters(recurse: false).Select(p => (p.name, Tensor: (Tensor)p.parameter)).Concat(Module.named_buffers(recurse: false).Select(b => (b.name, Tensor: b.buffer)))
            .FirstOrDefault(p => ReferenceEquals(p.Tensor, parameter)).name
            ?? throw Unsupported(Module!, "a tensor that it takes is none of its registered parameters and buffers; register it, or give it by Constant");
        return _session.Parameters[parameter] = Constant(name, parameter);
    }

    /// <summary>A memory of keys and values that a caller carries from call to call, so that a text is not read again for each token.</summary>
    /// <param name="name">Its name, one for each layer, for example "0".</param>
    /// <param name="batch">The batch dimension, as the model's input has it.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="size">Width of a head.</param>
    /// <param name="elementType">Type of keys and values.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public AttentionCache Cache(string name, OnnxDim batch, long heads, long size, OnnxElementType elementType = OnnxElementType.Float) =>
        new(_session, name, batch, heads, size, elementType);

    /// <summary>Positions of the entries along a dimension, counted on from what is remembered: int64 [time].</summary>
    /// <param name="x">The value.</param>
    /// <param name="axis">Its dimension of time.</param>
    /// <param name="cache">A cache of the model; null counts from 0.</param>
    public OnnxValue Positions(OnnxValue x, int axis, AttentionCache? cache = null)
    {
        OnnxValue count = Graph.SizeOf(x, axis);
        OnnxValue start = cache?.Length ?? Graph.Initializer("start", [0L]);
        OnnxValue positions = Graph.Node("Range", [Graph.Squeeze(start, [0]), Graph.Squeeze(Graph.Add(start, count), [0]), Graph.Constant(1L, "one")]);
        return x.Shape is { } shape ? Graph.Said(positions, [shape[axis]]) : positions;
    }

    /// <summary>What is added to scores [..., query, key] so that a position sees none behind it: 0 or -inf, float [query, key], or [batch, 1, query, key] with padding. The last query stands at the last key.</summary>
    /// <param name="queries">Queries.</param>
    /// <param name="queryAxis">Their dimension of time.</param>
    /// <param name="keys">Keys, those remembered first.</param>
    /// <param name="keyAxis">Their dimension of time.</param>
    /// <param name="present">Which keys are there and no padding, int64 [batch, key], 0 for padding; left out where all are. A position always sees itself, so that padding answers something, which nobody reads.</param>
    public OnnxValue CausalMask(OnnxValue queries, int queryAxis, OnnxValue keys, int keyAxis, OnnxValue present = default)
    {
        (OnnxValue at, OnnxValue seen) = Places(queries, queryAxis, keys, keyAxis);
        OnnxValue later = Graph.Greater(seen, at);
        return Hide(present.IsOmitted ? later : Graph.Node("Or", [later, Absent(present, at, seen)]));
    }

    /// <summary>What is added to scores [..., place, place] so that no position sees padding but itself: 0 or -inf, float [batch, 1, place, place].</summary>
    /// <param name="present">Which places are no padding, int64 [batch, place], 0 for padding.</param>
    public OnnxValue PaddingMask(OnnxValue present)
    {
        (OnnxValue at, OnnxValue seen) = Places(present, 1, present, 1);
        return Hide(Absent(present, at, seen));
    }

    private OnnxValue Hide(OnnxValue hidden) => Graph.Where(hidden, Graph.Constant(float.NegativeInfinity, "masked"), Graph.Constant(0f, "kept"));

    private OnnxValue Absent(OnnxValue present, OnnxValue at, OnnxValue seen) => Graph.Node(
        "And", [Graph.Unsqueeze(Graph.Equal(present, Graph.Constant(0L, "absent")), [1, 2]), Graph.Not(Graph.Equal(seen, at))]);

    /// <summary>Where queries stand among the keys, [query, 1], and the keys themselves, [1, key].</summary>
    private (OnnxValue At, OnnxValue Seen) Places(OnnxValue queries, int queryAxis, OnnxValue keys, int keyAxis)
    {
        OnnxValue rows = Graph.SizeOf(queries, queryAxis), columns = Graph.SizeOf(keys, keyAxis);
        OnnxValue Range(OnnxValue from, OnnxValue to) => Graph.Node("Range", [Graph.Squeeze(from, [0]), Graph.Squeeze(to, [0]), Graph.Constant(1L, "one")]);
        return (Graph.Unsqueeze(Range(Graph.Sub(columns, rows), columns), [1]), Graph.Unsqueeze(Range(Graph.Initializer("zero", [0L]), columns), [0]));
    }

    /// <summary>An error that names the module.</summary>
    public OnnxExportException Unsupported(nn.Module module, string why) =>
        new($"Module '{(Path.Length == 0 ? "(the model)" : Path)}' of type {module?.GetType().Name} can't be exported: {why}.");

    internal IReadOnlyList<OnnxValue> ConvertMany(nn.Module child, string name, IReadOnlyList<OnnxValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(child);
        var context = new ExportContext(_session, child, At(name));
        using IDisposable scope = Graph.Scope(name);
        try
        {
            // A converter that somebody added for the very type holds; what the module says of itself comes before what is known of its base.
            return _session.Converters.Of(child.GetType()) is { } converter ? converter.Convert(child, inputs, context)
                : child is IExportable exportable ? exportable.Export(inputs, context)
                : _session.Converters.OfBase(child.GetType()) is { } near ? near.Convert(child, inputs, context)
                : throw context.Unsupported(child, $"there is no converter for it. Implement {nameof(IExportable)} in the module, or add a converter to {nameof(ModuleConverters)}, in a host by train.Converter(…). There are converters for {string.Join(", ", _session.Converters.Types.Select(t => t.Name).Order(StringComparer.Ordinal))}");
        }
        catch (ArgumentException e)
        {
            // What the builder refuses: shapes and types that don't fit.
            throw new OnnxExportException($"Module '{context.Path}' of type {child.GetType().Name} can't be exported with the inputs {string.Join(", ", inputs)}: {e.Message}", e);
        }
    }

    private string At(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    private string NameOf(nn.Module child)
    {
        ArgumentNullException.ThrowIfNull(child);
        return Module?.named_modules().Where(m => m.name.Length > 0 && ReferenceEquals(m.module, child)).Select(m => m.name).MinBy(n => n.Length)
            ?? throw Unsupported(Module!, $"it calls a module of type {child.GetType().Name} that it has not registered; call RegisterComponents at the end of its constructor, and hold lists of modules in a ModuleList");
    }
}
