using System.Runtime.CompilerServices;
using AiInfra.Onnx;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>The converters of an export, one a module type. Add your own for your own modules; the last one added for a type wins.</summary>
public sealed class ModuleConverters
{
    private readonly Dictionary<Type, IModuleConverter> _converters = [];

    /// <summary>Starts with the converters of this package.</summary>
    public ModuleConverters()
    {
        BasicConverters.AddTo(this);
        ActivationConverters.AddTo(this);
        NormalizationConverters.AddTo(this);
        ConvolutionConverters.AddTo(this);
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

    /// <summary>Adds a converter for modules with one input. A lambda that fits both this and the one of several inputs is this one's.</summary>
    [OverloadResolutionPriority(1)]
    public ModuleConverters Add<TModule>(Func<TModule, OnnxValue, ExportContext, OnnxValue> convert)
        where TModule : nn.Module
    {
        ArgumentNullException.ThrowIfNull(convert);
        return Add(new FunctionConverter<TModule>((module, inputs, context) => inputs.Count == 1
            ? convert(module, inputs[0], context)
            : throw context.Unsupported(module, $"it takes one input here, {inputs.Count} were given")));
    }

    /// <summary>Adds a converter for modules with several inputs.</summary>
    public ModuleConverters Add<TModule>(Func<TModule, IReadOnlyList<OnnxValue>, ExportContext, OnnxValue> convert)
        where TModule : nn.Module
    {
        ArgumentNullException.ThrowIfNull(convert);
        return Add(new FunctionConverter<TModule>(convert));
    }

    /// <summary>Appends a model to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="module">The model; its weights are copied.</param>
    /// <param name="inputs">Its inputs, values of the graph.</param>
    /// <returns>Its output.</returns>
    /// <exception cref="OnnxExportException">A module in it can't be exported; the message names its path.</exception>
    public OnnxValue AppendTo(OnnxGraphBuilder graph, nn.Module module, params IReadOnlyList<OnnxValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(module);
        return new ExportContext(this, graph, "").Convert(module, "model", inputs);
    }

    internal IModuleConverter? Find(Type type)
    {
        for (Type? at = type; at is not null; at = at.BaseType)
        {
            if (_converters.TryGetValue(at, out IModuleConverter? converter))
            {
                return converter;
            }
        }

        return null;
    }

    private sealed class FunctionConverter<TModule>(Func<TModule, IReadOnlyList<OnnxValue>, ExportContext, OnnxValue> convert) : IModuleConverter
        where TModule : nn.Module
    {
        public Type ModuleType => typeof(TModule);

        public OnnxValue Convert(nn.Module module, IReadOnlyList<OnnxValue> inputs, ExportContext context) => convert((TModule)module, inputs, context);
    }
}
