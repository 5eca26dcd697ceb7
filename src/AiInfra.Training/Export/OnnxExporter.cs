using AiInfra.Onnx;
using TorchSharp;
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

    /// <summary>Exports a module with one input.</summary>
    /// <param name="module">The module; it is put into evaluation mode.</param>
    /// <param name="inputShape">Shape of its input; the first dimension, the batch, is given as -1 and stays free.</param>
    /// <param name="inputName">Name of the input.</param>
    /// <param name="outputName">Name of the output.</param>
    /// <param name="tolerance">Largest difference allowed, relative to max(1, |value|).</param>
    /// <param name="opset">Version of the ONNX operators.</param>
    /// <exception cref="OnnxExportException">A module can't be exported, or the model answers otherwise.</exception>
    public OnnxModel Export(
        nn.Module<Tensor, Tensor> module, ReadOnlySpan<long> inputShape, string inputName = "input", string outputName = "output", double tolerance = 1e-4, int opset = 21)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (inputShape.Length == 0 || inputShape[0] != -1)
        {
            throw new ArgumentException("The first dimension of the input is the batch, given as -1.", nameof(inputShape));
        }

        var graph = new OnnxGraphBuilder("model", opset);
        OnnxDim[] dims = [OnnxDim.Symbolic("N"), .. inputShape[1..].ToArray().Select(d => (OnnxDim)d)];
        OnnxValue input = graph.Input(inputName, OnnxElementType.Float, OnnxShape.Create(dims));
        OnnxValue output = _converters.AppendTo(graph, module, input);
        graph.Output(outputName, output, elementType: OnnxElementType.Float);
        OnnxModel model = graph.Build(producer: "AiInfra.Training");
        module.eval();
        foreach (long rows in (long[])[1, 3, 17])
        {
            Compare(module, model.ToBytes(), [rows, .. inputShape[1..]], inputName, outputName, tolerance);
        }

        return model;
    }

    private void Compare(nn.Module<Tensor, Tensor> module, byte[] model, long[] shape, string inputName, string outputName, double tolerance)
    {
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator((ulong)shape[0]);
        Tensor input = randn(shape, generator: generator);
        Device device = module.parameters().FirstOrDefault()?.device ?? CPU;
        float[] expected = module.call(input.to(device)).cpu().to(ScalarType.Float32).contiguous().data<float>().ToArray();
        OnnxTensor given = OnnxTensor.Of<float>(inputName, input.data<float>().ToArray(), shape);
        OnnxTensor answer = _runner.Run(model, new Dictionary<string, OnnxTensor> { [inputName] = given })[outputName];
        ExportComparison.Check(outputName, expected, answer.AsSpan<float>(), tolerance);
    }
}
