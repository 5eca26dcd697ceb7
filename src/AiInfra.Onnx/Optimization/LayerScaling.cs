namespace AiInfra.Onnx.Optimization;

/// <summary>Puts y' = y × factor + term, a pair for each output channel, into the weights of the layer that makes y.</summary>
internal static class LayerScaling
{
    /// <summary>Whether a bias has one value for all channels, or one for each: a Gemm's may also be a column, with a value for each row.</summary>
    public static bool IsOneEach(OnnxTensor? bias, long channels) => bias is not null && (bias.Count == 1 || (bias.Count == channels && bias.Dims[^1] == channels));

    /// <summary>False where the layer is of another kind, or its weights are no constants.</summary>
    public static bool Apply(GraphUses uses, OnnxNode layer, double[] factors, double[] terms)
    {
        if (layer.Domain.Length > 0 || layer.OpType is not ("Conv" or "ConvTranspose" or "Gemm") || layer.Inputs.Count < 2 || uses.Constant(layer.Inputs[1]) is not { ElementType: OnnxElementType.Float } weight)
        {
            return false;
        }

        // A Gemm's alpha and beta would scale apart.
        bool plain = layer.OpType != "Gemm" || ((layer.Attribute("alpha")?.AsFloat() ?? 1) == 1 && (layer.Attribute("beta")?.AsFloat() ?? 1) == 1);
        long group = layer.IntAttribute("group", 1);
        int axis = layer.OpType switch { "Conv" => 0, "ConvTranspose" => 1, _ => layer.IntAttribute("transB", 0) != 0 ? 0 : 1 };
        bool biased = layer.Inputs.Count > 2 && layer.Inputs[2].Length > 0;
        float[]? bias = !biased ? new float[factors.Length] : IsOneEach(uses.Constant(layer.Inputs[2]), factors.Length) ? uses.Floats(layer.Inputs[2]) : null;
        if (!plain || (layer.OpType == "ConvTranspose" && group != 1) || weight.Dims[axis] != factors.Length || bias is null)
        {
            return false;
        }

        long inner = weight.Dims.Skip(axis + 1).Aggregate(1L, (a, b) => a * b);
        float[] scaled = [.. weight.AsSpan<float>().ToArray().Select((w, i) => (float)(w * factors[i / inner % factors.Length]))];
        float[] moved = [.. factors.Select((f, i) => (float)((bias[bias.Length == 1 ? 0 : i] * f) + terms[i]))];
        if (!scaled.All(float.IsFinite) || !moved.All(float.IsFinite))
        {
            return false;
        }

        string weightName = uses.Add(OnnxTensor.Of<float>(weight.Name, scaled, [.. weight.Dims]));
        string biasName = uses.Add(OnnxTensor.Of<float>(biased ? layer.Inputs[2] : $"{weight.Name}/bias", moved));
        layer.Inputs[1] = weightName;
        if (layer.Inputs.Count > 2)
        {
            layer.Inputs[2] = biasName;
        }
        else
        {
            layer.Inputs.Add(biasName);
        }

        return true;
    }
}
