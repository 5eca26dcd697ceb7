namespace AiInfra.Onnx.Optimization;

/// <summary>Writes a model of 32-bit floats with 16-bit ones: half the file, and on a GPU the speed of its half units. ONNX Runtime's CPU computes most of it in 32 bits again.</summary>
public static class OnnxHalf
{
    private const float Largest = 65504;

    private static readonly HashSet<string> Convertible = new(
        [
            "MatMul", "Gemm", "Conv", "ConvTranspose", "Add", "Sub", "Mul", "Div", "Neg", "Abs", "Sqrt", "Reciprocal", "Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Sigmoid", "Tanh", "Gelu", "Erf", "Softplus", "Softsign",
            "HardSigmoid", "HardSwish", "Mish", "Clip", "BatchNormalization", "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "Concat", "Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Slice", "Split",
            "Gather", "Expand", "Identity", "Pad", "Where", "Tile", "ReduceMax", "ReduceMin", "Min", "Max", "DepthToSpace", "SpaceToDepth", "LSTM", "GRU", "RNN",
            "Exp", "Log", "Pow", "Softmax", "LogSoftmax", "LayerNormalization", "InstanceNormalization", "ReduceSum", "ReduceMean", "ReduceL2",
        ],
        StringComparer.Ordinal);

    /// <summary>A copy in 16 bits; the model itself stays as it is.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">What stays; null takes the defaults.</param>
    /// <exception cref="OnnxFormatException">The model breaks a rule, or holds graphs in nodes (If, Loop, Scan), which are not converted.</exception>
    public static HalfPrecision Convert(OnnxModel model, HalfPrecisionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        OnnxChecker.CheckOrThrow(model);
        if (model.OpsetVersion < 7)
        {
            throw new OnnxFormatException($"The model is of operator set {model.OpsetVersion}; models are written in 16 bits from 7 on", "opset_import", "Export the model again in a newer one.");
        }

        OnnxModel result = OlderConstants.Copy(model);
        OnnxGraph graph = result.Graph;
        if (graph.Nodes.Find(n => n.Attributes.Exists(a => a.Graphs.Length > 0)) is { } nested)
        {
            throw new OnnxFormatException($"The node '{nested.Name}' ({nested.OpType}) holds a graph", "graph.node", "Models with If, Loop or Scan are not written in 16 bits; convert the parts without them.");
        }

        IReadOnlyDictionary<string, OnnxTensorType> types = graph.InferTypes();
        var conversion = new HalfConversion(graph, types);
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        int converted = 0;
        foreach (OnnxNode node in graph.Nodes.ToArray())
        {
            string[] floats = [.. node.Inputs.Concat(node.Outputs).Where(conversion.IsFloat)];
            if (floats.Length == 0)
            {
                conversion.Pass(node);
                continue;
            }

            string? why = node.Domain.Length > 0 || !Convertible.Contains(node.OpType) ? "the operator is not one of those that compute in 16 bits"
                : node.Inputs.Concat(node.Outputs).FirstOrDefault(n => n.Length > 0 && !conversion.IsKnown(n)) is { } unknown ? $"the type of '{unknown}' is not known"
                : options.KeepOperators.Contains(node.OpType) ? "the operator is kept in 32 bits"
                : options.KeepNodes.Contains(node.Name) ? "the node is kept in 32 bits"
                : node.Inputs.Select(conversion.Constant).FirstOrDefault(c => c is not null && Overflows(c)) is { } large ? $"its constant '{large.Name}' holds values beyond {Largest}"
                : node.Inputs.Select(conversion.Constant).FirstOrDefault(c => c is not null && Vanishes(c)) is { } small ? $"nothing of its constant '{small.Name}' is left in 16 bits"
                : null;
            if (why is null)
            {
                conversion.ToHalf(node);
                converted++;
            }
            else
            {
                conversion.ToFloat(node);
                kept[node.Name.Length > 0 ? node.Name : node.Outputs[0]] = why;
            }
        }

        conversion.Finish(options.KeepInputsAndOutputs);
        OnnxChecker.CheckOrThrow(result);
        return new(result, converted, kept, conversion.Casts);
    }

    /// <summary>Whether there are values, and all become zero: an epsilon of 1e-9 that keeps a division from zero.</summary>
    private static bool Vanishes(OnnxTensor tensor)
    {
        bool any = false;
        foreach (float value in tensor.AsSpan<float>())
        {
            if ((Half)value != Half.Zero)
            {
                return false;
            }

            any |= value != 0;
        }

        return any;
    }

    private static bool Overflows(OnnxTensor tensor)
    {
        foreach (float value in tensor.AsSpan<float>())
        {
            if (float.IsFinite(value) && MathF.Abs(value) > Largest)
            {
                return true;
            }
        }

        return false;
    }
}
