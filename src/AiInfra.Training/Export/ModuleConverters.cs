using System.Runtime.CompilerServices;
using AiInfra.Onnx;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>The converters of an export, one a module type. Add your own for your own modules; the last one added for a type wins.</summary>
public sealed class ModuleConverters
{
    private const int LeastOpset = 17;
    private readonly Dictionary<Type, IModuleConverter> _converters = [];

    /// <summary>Starts with the converters of this package.</summary>
    public ModuleConverters()
    {
        ContainerConverters.AddTo(this);
        LinearConverters.AddTo(this);
        EmbeddingConverters.AddTo(this);
        ActivationConverters.AddTo(this);
        NormalizationConverters.AddTo(this);
        ConvolutionConverters.AddTo(this);
        PoolConverters.AddTo(this);
        AdaptivePoolConverters.AddTo(this);
        PadConverters.AddTo(this);
        ShapeConverters.AddTo(this);
        ResizeConverters.AddTo(this);
        DistanceConverters.AddTo(this);
        RecurrentConverters.AddTo(this);
        CellConverters.AddTo(this);
        AttentionConverters.AddTo(this);
        TransformerConverters.AddTo(this);
        FtTransformerConverters.AddTo(this);
    }

    /// <summary>The types there are converters for.</summary>
    public IEnumerable<Type> Types => _converters.Keys;

    /// <summary>Adds a converter.</summary>
    public ModuleConverters Add(IModuleConverter converter)
    {
        ArgumentNullException.ThrowIfNull(converter);
        _converters[converter.ModuleType] = converter;
        return this;
    }

    /// <summary>Adds a converter for modules with one input and one output. A lambda that fits both this and the one of several inputs is this one's.</summary>
    [OverloadResolutionPriority(1)]
    public ModuleConverters Add<TModule>(Func<TModule, OnnxValue, ExportContext, OnnxValue> convert)
        where TModule : nn.Module
    {
        ArgumentNullException.ThrowIfNull(convert);
        return Add(new FunctionConverter<TModule>((module, inputs, context) => inputs.Count == 1
            ? [convert(module, inputs[0], context)]
            : throw context.Unsupported(module, $"it takes one input here, {inputs.Count} were given")));
    }

    /// <summary>Adds a converter for modules with several inputs and one output.</summary>
    public ModuleConverters Add<TModule>(Func<TModule, IReadOnlyList<OnnxValue>, ExportContext, OnnxValue> convert)
        where TModule : nn.Module
    {
        ArgumentNullException.ThrowIfNull(convert);
        return Add(new FunctionConverter<TModule>((module, inputs, context) => [convert(module, inputs, context)]));
    }

    /// <summary>Adds a converter for modules with several outputs.</summary>
    public ModuleConverters AddMany<TModule>(Func<TModule, IReadOnlyList<OnnxValue>, ExportContext, IReadOnlyList<OnnxValue>> convert)
        where TModule : nn.Module
    {
        ArgumentNullException.ThrowIfNull(convert);
        return Add(new FunctionConverter<TModule>(convert));
    }

    /// <summary>Appends a model to a graph. The model is put into evaluation mode.</summary>
    /// <param name="graph">The graph, of operator set 17 to 21.</param>
    /// <param name="module">The model; its weights are copied.</param>
    /// <param name="inputs">Its inputs, values of the graph.</param>
    /// <returns>Its output.</returns>
    /// <exception cref="OnnxExportException">A module in it can't be exported; the message names its path. Or the model has several outputs.</exception>
    public OnnxValue AppendTo(OnnxGraphBuilder graph, nn.Module module, params IReadOnlyList<OnnxValue> inputs) => Start(graph, module).Convert(module, "model", inputs);

    /// <summary>Appends a model with several outputs to a graph. The model is put into evaluation mode.</summary>
    /// <inheritdoc cref="AppendTo" path="/param" />
    /// <returns>Its outputs.</returns>
    /// <exception cref="OnnxExportException">A module in it can't be exported; the message names its path.</exception>
    public IReadOnlyList<OnnxValue> AppendManyTo(OnnxGraphBuilder graph, nn.Module module, params IReadOnlyList<OnnxValue> inputs) => Start(graph, module).ConvertMany(module, "model", inputs);

    internal ExportContext Start(OnnxGraphBuilder graph, nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(module);
        if (graph.Opset < LeastOpset)
        {
            throw new OnnxExportException($"Modules are written in operator sets {LeastOpset} to 21; this graph is of {graph.Opset}.");
        }

        module.eval();
        return new ExportContext(new ExportSession(this, graph), null, "");
    }

    /// <summary>The converter of exactly this type.</summary>
    internal IModuleConverter? Of(Type type) => _converters.GetValueOrDefault(type);

    /// <summary>The converter of the nearest type that it is derived from.</summary>
    internal IModuleConverter? OfBase(Type type)
    {
        for (Type? at = type.BaseType; at is not null; at = at.BaseType)
        {
            if (_converters.TryGetValue(at, out IModuleConverter? converter))
            {
                return converter;
            }
        }

        return null;
    }

    private sealed class FunctionConverter<TModule>(Func<TModule, IReadOnlyList<OnnxValue>, ExportContext, IReadOnlyList<OnnxValue>> convert) : IModuleConverter
        where TModule : nn.Module
    {
        public Type ModuleType => typeof(TModule);

        public IReadOnlyList<OnnxValue> Convert(nn.Module module, IReadOnlyList<OnnxValue> inputs, ExportContext context) => convert((TModule)module, inputs, context);
    }
}
