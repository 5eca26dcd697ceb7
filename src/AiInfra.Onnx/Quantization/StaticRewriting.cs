using AiInfra.Onnx.Optimization;

namespace AiInfra.Onnx.Quantization;

/// <summary>Puts pairs of QuantizeLinear and DequantizeLinear around the layers: on the values that go in and come out (uint8 with a zero), on the weights (int8 around zero) and the bias (int32 by the product of both scales).</summary>
internal sealed class StaticRewriting(OnnxGraph graph, GraphUses uses, QuantizationOptions options)
{
    private readonly Dictionary<string, (string Pair, float Scale)> _pairs = new(StringComparer.Ordinal);
    private readonly List<OnnxNode> _nodes = [];

    /// <summary>The values whose ranges are needed.</summary>
    public IReadOnlyList<string> Observed(IReadOnlyList<OnnxNode> layers) => [.. layers.SelectMany(n => new[] { n.Inputs[0], Output(n) }).Distinct(StringComparer.Ordinal)];

    public void Rewrite(IReadOnlyList<OnnxNode> layers, IReadOnlyDictionary<string, (float Low, float High)> ranges)
    {
        var chosen = layers.ToHashSet();
        HashSet<string> outputs = [.. layers.Select(Output)];
        foreach (OnnxNode node in graph.Nodes)
        {
            if (chosen.Contains(node))
            {
                Layer(node, ranges);
            }
            else
            {
                // What others take of a value in 8 bits is the same value, so that a runtime keeps it in 8 bits.
                for (int i = 0; i < node.Inputs.Count; i++)
                {
                    node.Inputs[i] = _pairs.TryGetValue(node.Inputs[i], out (string Pair, float Scale) pair) && outputs.Contains(node.Inputs[i]) ? pair.Pair : node.Inputs[i];
                }
            }

            _nodes.Add(node);
            foreach (string output in node.Outputs.Where(outputs.Contains).ToArray())
            {
                // An output of the model keeps its name for what comes out of the pair.
                Pair(output, ranges[output], seen: uses.IsSeen(output) ? node : null);
            }
        }

        graph.Nodes.Clear();
        graph.Nodes.AddRange(_nodes);
    }

    /// <summary>The value behind a layer: of its activation where that follows alone, since a runtime joins both.</summary>
    private string Output(OnnxNode layer) => uses.OnlyTaker(layer.Outputs[0]) is { OpType: "Relu", Domain.Length: 0 } relu ? relu.Outputs[0] : layer.Outputs[0];

    private void Layer(OnnxNode node, IReadOnlyDictionary<string, (float Low, float High)> ranges)
    {
        if (!_pairs.ContainsKey(node.Inputs[0]))
        {
            Pair(node.Inputs[0], ranges[node.Inputs[0]], seen: null);
        }

        (string input, float inputScale) = _pairs[node.Inputs[0]];
        node.Inputs[0] = input;
        OnnxTensor weight = uses.Constant(node.Inputs[1])!;
        int axis = node.OpType switch { "Conv" => 0, "Gemm" => node.IntAttribute("transB", 0) != 0 ? 0 : 1, _ => 1 };
        int channels = options.PerChannel ? (int)weight.Dims[axis] : 1;
        long inner = options.PerChannel ? weight.Dims.Skip(axis + 1).Aggregate(1L, (a, b) => a * b) : weight.Count;
        float[]? bias = node.Inputs.Count > 2 && node.Inputs[2].Length > 0 && uses.Constant(node.Inputs[2]) is { } tensor && tensor.Count == weight.Dims[axis] && LayerScaling.IsOneEach(tensor, weight.Dims[axis]) ? uses.Floats(node.Inputs[2]) : null;
        WeightRounding rounded = WeightRounding.Of(weight.AsSpan<float>(), channels, inner, options.ReduceRange, LeastScales(bias, channels, inputScale));
        long[] dims = options.PerChannel ? [channels] : [];
        string values = uses.Add(OnnxTensor.Of<sbyte>($"{weight.Name}/quantized", rounded.Values, [.. weight.Dims]));
        node.Inputs[1] = Dequantized(values, Floats($"{weight.Name}/scale", rounded.Scales, dims), uses.Add(OnnxTensor.OfRaw($"{weight.Name}/zero", OnnxElementType.Int8, new byte[channels], dims)), options.PerChannel ? axis : null);
        if (bias is not null)
        {
            float[] scales = [.. rounded.Scales.Select(s => s * inputScale)];
            int[] whole = [.. bias.Select((b, i) => (int)Math.Clamp(Math.Round(b / (double)scales[options.PerChannel ? i : 0], MidpointRounding.ToEven), int.MinValue, int.MaxValue))];
            string rounding = uses.Add(OnnxTensor.Of<int>($"{node.Inputs[2]}/quantized", whole));
            node.Inputs[2] = Dequantized(rounding, Floats($"{node.Inputs[2]}/scale", scales, dims), uses.Add(OnnxTensor.OfRaw($"{node.Inputs[2]}/zero", OnnxElementType.Int32, new byte[channels * 4], dims)), options.PerChannel ? 0 : null);
        }
    }

    /// <summary>The scales of weights from which on the bias fits into 32 bits: a channel of tiny weights beside a bias would lose the bias, and its weights say nothing at the bias's precision.</summary>
    private static double[] LeastScales(float[]? bias, int channels, float inputScale)
    {
        double[] least = new double[channels];
        for (int i = 0; i < (bias?.Length ?? 0); i++)
        {
            ref double scale = ref least[channels == 1 ? 0 : i];
            scale = Math.Max(scale, Math.Abs((double)bias![i]) / int.MaxValue / inputScale);
        }

        return least;
    }

    /// <summary>Quantizes a value and back.</summary>
    private void Pair(string value, (float Low, float High) range, OnnxNode? seen)
    {
        // Zero is in the range, so that padding and Relu keep it exactly.
        float low = Math.Min(range.Low, 0), high = Math.Max(range.High, 0);
        float scale = Math.Max((high - low) / 255, 1e-30f);
        scale = high == low ? 1 : scale;
        byte zero = (byte)Math.Clamp(MathF.Round(-low / scale, MidpointRounding.ToEven), 0, 255);
        string from = value;
        string back = uses.Free($"{value}/dequantized");
        if (seen is not null)
        {
            from = uses.Free($"{value}/before");
            seen.Outputs[seen.Outputs.IndexOf(value)] = from;
            back = value;
        }

        string scaleName = Floats($"{value}/scale", [scale], []), zeroName = uses.Add(OnnxTensor.Scalar($"{value}/zero", zero));
        string quantized = uses.Free($"{value}/quantized");
        _nodes.Add(new OnnxNode("QuantizeLinear", [from, scaleName, zeroName], [quantized], name: $"{value}/QuantizeLinear"));
        _nodes.Add(new OnnxNode("DequantizeLinear", [quantized, scaleName, zeroName], [back], name: $"{value}/DequantizeLinear"));
        _pairs[value] = (back, scale);
    }

    private string Floats(string name, float[] values, long[] dims) => uses.Add(OnnxTensor.OfRaw(name, OnnxElementType.Float, OnnxTensor.Of<float>("", values).Data, dims));

    private string Dequantized(string values, string scale, string zero, int? axis)
    {
        string output = uses.Free($"{values}/dequantized");
        _nodes.Add(new OnnxNode("DequantizeLinear", [values, scale, zero], [output], axis is { } along ? [("axis", along)] : [], name: output));
        return output;
    }
}
