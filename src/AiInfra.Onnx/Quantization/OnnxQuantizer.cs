using AiInfra.Onnx.Optimization;

namespace AiInfra.Onnx.Quantization;

/// <summary>Writes the layers of a model with 8-bit weights, without a runtime.</summary>
public static class OnnxQuantizer
{
    private static readonly HashSet<string> DynamicOperators = new(["MatMul", "Gemm"], StringComparer.Ordinal);
    private static readonly HashSet<string> StaticOperators = new(["MatMul", "Gemm", "Conv"], StringComparer.Ordinal);

    /// <summary>Dynamic quantization: weights are 8 bits in the file, inputs of layers become 8 bits for each call by their own range (DynamicQuantizeLinear), products are sums of integers (MatMulInteger). It needs no sample rows; MatMul and Gemm are quantized.</summary>
    /// <param name="model">The model; it stays as it is. What <see cref="OnnxOptimizer"/> fuses is best fused before.</param>
    /// <param name="options">What is quantized; null takes the defaults.</param>
    /// <exception cref="OnnxFormatException">The model breaks a rule, is of an operator set before 13 or quantized already, or weights are not finite.</exception>
    public static OnnxQuantization Dynamic(OnnxModel model, QuantizationOptions? options = null)
    {
        options ??= new();
        options.Validate();
        OnnxModel result = Start(model);
        QuantizedLayers layers = QuantizedLayers.Of(result.Graph, new GraphUses(result.Graph), options, DynamicOperators);
        new DynamicRewriting(result.Graph, options).Rewrite(layers.Chosen);
        return Finish(model, result, layers);
    }

    /// <summary>Static quantization: ranges are learned from sample rows, and stand in the file as pairs of QuantizeLinear and DequantizeLinear around MatMul, Gemm and Conv, which runtimes join to integer operators.</summary>
    /// <param name="model">The model; it stays as it is.</param>
    /// <param name="runner">Runs the model on the sample rows.</param>
    /// <param name="samples">Sample inputs as the model is called with: a hundred to a thousand rows like those it will see. They are gone through twice for percentile and entropy.</param>
    /// <param name="options">How; null takes the defaults.</param>
    /// <exception cref="OnnxFormatException">The model breaks a rule, is of an operator set before 13 or quantized already, or weights or values on the samples are not finite.</exception>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static OnnxQuantization Static(OnnxModel model, IOnnxRunner runner, IEnumerable<IReadOnlyDictionary<string, OnnxTensor>> samples, StaticQuantizationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(samples);
        options ??= new();
        options.Validate();
        OnnxModel result = Start(model);
        var uses = new GraphUses(result.Graph);
        QuantizedLayers layers = QuantizedLayers.Of(result.Graph, uses, options.Layers, StaticOperators);
        if (layers.Chosen.Count > 0)
        {
            var rewriting = new StaticRewriting(result.Graph, uses, options.Layers);
            IReadOnlyDictionary<string, (float Low, float High)> ranges = new RangeCalibrator(model, runner, samples, options).Ranges(rewriting.Observed(layers.Chosen));
            rewriting.Rewrite(layers.Chosen, ranges);
        }

        return Finish(model, result, layers);
    }

    private static OnnxModel Start(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        OnnxChecker.CheckOrThrow(model);
        if (model.OpsetVersion < 13)
        {
            throw new OnnxFormatException($"The model is of operator set {model.OpsetVersion}; models are quantized from 13 on", "opset_import", "Export the model again in a newer one.");
        }

        return model.Graph.Nodes.Find(n => n.OpType is "QuantizeLinear" or "DynamicQuantizeLinear" or "MatMulInteger" or "ConvInteger" or "QLinearConv" or "QLinearMatMul") is { } quantized
            ? throw new OnnxFormatException($"The model is quantized already: the node '{quantized.Name}' is a {quantized.OpType}", "graph.node", "Quantize the model that it was made of.")
            : OlderConstants.Copy(model);
    }

    private static OnnxQuantization Finish(OnnxModel model, OnnxModel result, QuantizedLayers layers)
    {
        string[] names = [.. layers.Chosen.Select(QuantizedLayers.NameOf)];
        result.Graph.RemoveUnused();
        OnnxChecker.CheckOrThrow(result);
        return new(result, names, layers.Kept, Bytes(model), Bytes(result));
    }

    private static long Bytes(OnnxModel model) => model.AllTensors().Sum(t => (long)t.Data.Length);
}
