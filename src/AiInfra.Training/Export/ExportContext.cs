using AiInfra.Onnx;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>What a converter works with: the graph, where in the module tree it stands, and the way down.</summary>
public sealed class ExportContext
{
    private readonly ModuleConverters _converters;

    internal ExportContext(ModuleConverters converters, OnnxGraphBuilder graph, string path)
    {
        _converters = converters;
        Graph = graph;
        Path = path;
    }

    /// <summary>The graph being built.</summary>
    public OnnxGraphBuilder Graph { get; }

    /// <summary>Path of the module in the tree, for example "layers.linear0".</summary>
    public string Path { get; }

    /// <summary>Converts a module inside this one.</summary>
    /// <param name="child">The module.</param>
    /// <param name="name">Its name in this one.</param>
    /// <param name="inputs">Its inputs.</param>
    public OnnxValue Convert(nn.Module child, string name, params IReadOnlyList<OnnxValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(child);
        var context = new ExportContext(_converters, Graph, Path.Length == 0 ? name : $"{Path}.{name}");
        IModuleConverter converter = _converters.Find(child.GetType())
            ?? throw context.Unsupported(child, $"there is no converter for it. Add one to {nameof(ModuleConverters)}, in a host by train.Converter(…). There are converters for {string.Join(", ", _converters.Types.Select(t => t.Name).Order(StringComparer.Ordinal))}");
        using IDisposable scope = Graph.Scope(name);
        return converter.Convert(child, inputs, context);
    }

    /// <summary>Puts a tensor into the graph as a constant.</summary>
    /// <exception cref="OnnxExportException">Its element type is none of float, double, half, int64, int32.</exception>
    public OnnxValue Constant(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        OnnxElementType type = tensor.dtype switch
        {
            ScalarType.Float32 => OnnxElementType.Float,
            ScalarType.Float64 => OnnxElementType.Double,
            ScalarType.Float16 => OnnxElementType.Float16,
            ScalarType.Int64 => OnnxElementType.Int64,
            ScalarType.Int32 => OnnxElementType.Int32,
            _ => throw new OnnxExportException($"Tensor '{Path}.{name}' is of type {tensor.dtype}, which is not exported."),
        };
        using IDisposable grad = no_grad();
        using Tensor detached = tensor.detach();
        using Tensor cpu = detached.cpu();
        using Tensor plain = cpu.contiguous();
        return Graph.Initializer(OnnxTensor.OfRaw(name, type, plain.bytes.ToArray(), plain.shape));
    }

    /// <summary>An error that names the module.</summary>
    public OnnxExportException Unsupported(nn.Module module, string why) =>
        new($"Module '{(Path.Length == 0 ? "(the model)" : Path)}' of type {module?.GetType().Name} can't be exported: {why}.");
}
