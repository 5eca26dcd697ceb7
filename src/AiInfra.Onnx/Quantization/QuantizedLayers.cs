using AiInfra.Onnx.Optimization;

namespace AiInfra.Onnx.Quantization;

/// <summary>Which layers of a graph are quantized, and why others are not.</summary>
internal sealed class QuantizedLayers
{
    private QuantizedLayers(List<OnnxNode> chosen, Dictionary<string, string> kept) => (Chosen, Kept) = (chosen, kept);

    public IReadOnlyList<OnnxNode> Chosen { get; }

    public Dictionary<string, string> Kept { get; }

    public static QuantizedLayers Of(OnnxGraph graph, GraphUses uses, QuantizationOptions options, IReadOnlySet<string> operators)
    {
        var chosen = new List<OnnxNode>();
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (OnnxNode node in graph.Nodes.Where(n => n.Domain.Length == 0 && n.Inputs.Count > 1 && n.OpType is "MatMul" or "Gemm" or "Conv" or "ConvTranspose" or "LSTM" or "GRU" or "RNN"))
        {
            if (Why(node, uses, options, operators) is { } why)
            {
                kept[NameOf(node)] = why;
            }
            else
            {
                chosen.Add(node);
            }
        }

        return new(chosen, kept);
    }

    public static string NameOf(OnnxNode node) => node.Name.Length > 0 ? node.Name : node.Outputs[0];

    private static string? Why(OnnxNode node, GraphUses uses, QuantizationOptions options, IReadOnlySet<string> operators)
    {
        if (!operators.Contains(node.OpType))
        {
            return $"{node.OpType} is not quantized this way";
        }

        if (options.KeepNodes.Contains(node.Name))
        {
            return "it is kept";
        }

        if (uses.IsElsewhere(node.Inputs[1]))
        {
            return $"the data of '{node.Inputs[1]}' lies in another file, which was not read";
        }

        if (uses.Constant(node.Inputs[1]) is not { ElementType: OnnxElementType.Float } weight || uses.Constant(node.Inputs[0]) is not null)
        {
            return "its second input is not a constant of floats";
        }

        if (weight.Count < options.LeastWeights)
        {
            return $"it has {weight.Count} weights, fewer than {options.LeastWeights}";
        }

        foreach (float w in weight.AsSpan<float>())
        {
            if (!float.IsFinite(w))
            {
                throw new OnnxFormatException($"The weights '{weight.Name}' hold {w}", $"initializer {weight.Name}", "A model whose weights are not finite can't be quantized; train it again.");
            }
        }

        return node.OpType switch
        {
            "MatMul" when weight.Dims.Count != 2 => $"its weights have {weight.Dims.Count} dimensions, two are quantized",
            "Gemm" when node.IntAttribute("transA", 0) != 0 || (node.Attribute("alpha")?.AsFloat() ?? 1) != 1 || (node.Attribute("beta")?.AsFloat() ?? 1) != 1 => "it has transA, alpha or beta",
            "Gemm" when node.Inputs.Count > 2 && node.Inputs[2].Length > 0 && uses.Constant(node.Inputs[2]) is not { ElementType: OnnxElementType.Float } => "its bias is not a constant of floats",
            _ => null,
        };
    }
}
