using AiInfra.Onnx;
using AiInfra.Training.Runtime;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Writes a module as an ONNX model and compares both on random input before it hands the model out.</summary>
public sealed class OnnxExporter
{
    private readonly ModuleConverters _converters;
    private readonly IOnnxRunner _runner;

    /// <summary>Creates an exporter.</summary>
    /// <param name="converters">Converters; null takes those of this package.</param>
    /// <param name="runner">Runs the model for the comparison; null takes ONNX Runtime.</param>
    public OnnxExporter(ModuleConverters? converters = null, IOnnxRunner? runner = null)
    {
        _converters = converters ?? new ModuleConverters();
        _runner = runner ?? new OnnxRuntimeRunner();
    }

    internal ModuleConverters Converters => _converters;

    internal IOnnxRunner Runner => _runner;

    /// <summary>Exports a module with one float input and one output.</summary>
    /// <param name="module">The module; it is in evaluation mode for that time.</param>
    /// <param name="inputShape">Shape of its input; the first dimension, the batch, is given as -1 and stays free.</param>
    /// <param name="inputName">Name of the input.</param>
    /// <param name="outputName">Name of the output.</param>
    /// <param name="tolerance">Largest difference allowed, relative to max(1, |value|).</param>
    /// <param name="opset">Version of the ONNX operators.</param>
    /// <exception cref="OnnxExportException">A module can't be exported, or the model answers otherwise.</exception>
    public OnnxModel Export(
        nn.Module<Tensor, Tensor> module, ReadOnlySpan<long> inputShape, string inputName = "input", string outputName = "output", double tolerance = 1e-4, int opset = 21)
    {
        if (inputShape.Length == 0 || inputShape[0] != -1)
        {
            throw new ArgumentException("The first dimension of the input is the batch, given as -1.", nameof(inputShape));
        }

        OnnxDim[] dims = [OnnxDim.Symbolic("N"), .. inputShape[1..].ToArray().Select(d => (OnnxDim)d)];
        return Export(module, [new ExportInput(inputName, OnnxShape.Create(dims))], [outputName], new OnnxExportOptions { Tolerance = tolerance, Opset = opset });
    }

    /// <summary>Exports a module with any inputs and outputs.</summary>
    /// <param name="module">The module; it is in evaluation mode for that time.</param>
    /// <param name="inputs">Its inputs, in the order of its forward method.</param>
    /// <param name="outputs">Names of its outputs, in the order of what the forward method gives; those after the last named are left out.</param>
    /// <param name="options">How; null takes the defaults.</param>
    /// <returns>The model, after it answered as the module does. It may hold its constants in memory; <see cref="OnnxModel.Write(string, long?)"/> puts large ones beside the file.</returns>
    /// <exception cref="OnnxExportException">A module can't be exported, or the model answers otherwise.</exception>
    /// <exception cref="ArgumentException">An option is not one, or there are no inputs or outputs.</exception>
    public OnnxModel Export(nn.Module module, IReadOnlyList<ExportInput> inputs, IReadOnlyList<string> outputs, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        options = (options ?? new()).Checked(nameof(options));
        if (inputs.Count == 0 || outputs.Count == 0 || inputs.Any(i => i.Shape.Any(d => d.IsUnknown || d.Size < 0)))
        {
            throw new ArgumentException($"An export needs inputs, each of a shape of sizes and symbols, and outputs: {inputs.Count} inputs ({string.Join(", ", inputs)}) and {outputs.Count} outputs were given.", nameof(inputs));
        }

        using var mode = new EvaluationMode(module);
        var graph = new OnnxGraphBuilder("model", options.Opset);
        OnnxValue[] given = [.. inputs.Select(i => graph.Input(i.Name, i.ElementType, i.Shape))];
        ExportContext context = _converters.Start(graph, module);
        IReadOnlyList<OnnxValue> answers = context.ConvertMany(module, "model", given);
        if (answers.Count < outputs.Count)
        {
            throw new OnnxExportException($"The model gives {answers.Count} outputs, {outputs.Count} are named: {string.Join(", ", outputs)}.");
        }

        for (int i = 0; i < outputs.Count; i++)
        {
            graph.Output(outputs[i], answers[i], elementType: answers[i].ElementType == OnnxElementType.Undefined ? OnnxElementType.Float : default);
        }

        OnnxModel model = graph.Build(options.Metadata, "AiInfra.Training");
        model.Graph.RemoveUnused();
        new ExportCheck(module, model, inputs, outputs, context.Session.Caches, options).Run(_runner);
        return model;
    }
}
