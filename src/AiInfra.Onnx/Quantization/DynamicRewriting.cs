using AiInfra.Onnx.Optimization;

namespace AiInfra.Onnx.Quantization;

/// <summary>y = x w + b as (q(x) - zero) q(w) × scale(x) scale(w) + b, in the order of nodes that ONNX Runtime joins to one operator.</summary>
internal sealed class DynamicRewriting(OnnxGraph graph, QuantizationOptions options)
{
    private readonly GraphUses _uses = new(graph);
    private readonly Dictionary<string, string[]> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Weight, bool Transposed), string[]> _weights = [];

    public void Rewrite(IReadOnlyList<OnnxNode> layers)
    {
        var chosen = layers.ToHashSet();
        List<OnnxNode> nodes = [];
        foreach (OnnxNode node in graph.Nodes)
        {
            if (chosen.Contains(node))
            {
                Layer(node, nodes);
            }
            else
            {
                nodes.Add(node);
            }
        }

        graph.Nodes.Clear();
        graph.Nodes.AddRange(nodes);
    }

    private void Layer(OnnxNode node, List<OnnxNode> nodes)
    {
        string[] x = Input(node.Inputs[0], nodes);
        string[] w = Weight(node);
        string name = QuantizedLayers.NameOf(node);
        bool biased = node.Inputs.Count > 2 && node.Inputs[2].Length > 0;
        string Made(string op, string[] inputs, string output, params OnnxAttribute[] attributes)
        {
            nodes.Add(new OnnxNode(op, inputs, [output], attributes, name: $"{name}/{op}"));
            return output;
        }

        string product = Made("MatMulInteger", [x[0], w[0], x[2], w[2]], _uses.Free($"{name}/integers"));
        string floats = Made("Cast", [product], _uses.Free($"{name}/floats"), ("to", (long)OnnxElementType.Float));
        nodes.Add(new OnnxNode("Mul", [x[1], w[1]], [_uses.Free($"{name}/scales")], name: $"{name}/Scales"));
        string scaled = Made("Mul", [floats, nodes[^1].Outputs[0]], biased ? _uses.Free($"{name}/scaled") : node.Outputs[0]);
        if (biased)
        {
            Made("Add", [scaled, node.Inputs[2]], node.Outputs[0]);
        }
    }

    /// <summary>The input in 8 bits, its scale and its zero: once for all layers that take it.</summary>
    private string[] Input(string x, List<OnnxNode> nodes)
    {
        if (!_inputs.TryGetValue(x, out string[]? made))
        {
            made = _inputs[x] = [_uses.Free($"{x}/quantized"), _uses.Free($"{x}/scale"), _uses.Free($"{x}/zero")];
            nodes.Add(new OnnxNode("DynamicQuantizeLinear", [x], made, name: $"{x}/DynamicQuantizeLinear"));
        }

        return made;
    }

    /// <summary>The weights [in, out] in 8 bits, their scales and zeros.</summary>
    private string[] Weight(OnnxNode node)
    {
        bool transposed = node.OpType == "Gemm" && node.IntAttribute("transB", 0) != 0;
        if (_weights.TryGetValue((node.Inputs[1], transposed), out string[]? made))
        {
            return made;
        }

        OnnxTensor weight = _uses.Constant(node.Inputs[1])!;
        (int rows, int columns) = transposed ? ((int)weight.Dims[1], (int)weight.Dims[0]) : ((int)weight.Dims[0], (int)weight.Dims[1]);
        float[] values = weight.AsSpan<float>().ToArray();
        if (transposed)
        {
            float[] turned = new float[values.Length];
            for (int i = 0; i < values.Length; i++)
            {
                turned[((i % rows) * columns) + (i / rows)] = values[i];
            }

            values = turned;
        }

        int channels = options.PerChannel ? columns : 1;
        WeightRounding rounded = WeightRounding.Of(values, channels, options.PerChannel ? 1 : values.Length, options.ReduceRange);
        long[] dims = options.PerChannel ? [channels] : [];
        return _weights[(node.Inputs[1], transposed)] =
        [
            _uses.Add(OnnxTensor.Of<sbyte>($"{weight.Name}/quantized", rounded.Values, rows, columns)),
            _uses.Add(OnnxTensor.OfRaw($"{weight.Name}/scale", OnnxElementType.Float, OnnxTensor.Of<float>("", rounded.Scales).Data, dims)),
            _uses.Add(OnnxTensor.OfRaw($"{weight.Name}/zero", OnnxElementType.Int8, new byte[channels], dims)),
        ];
    }
}
