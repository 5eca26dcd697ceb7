namespace AiInfra.Onnx.Optimization;

/// <summary>BatchNormalization behind Conv, ConvTranspose or Gemm becomes part of its weights: w' = w s, b' = (b - mean) s + shift, with s = scale / √(variance + ε).</summary>
internal static class NormalizationFusion
{
    public static int Run(OnnxGraph graph)
    {
        int count = 0;
        GraphUses? current = null;
        foreach (OnnxNode norm in graph.Nodes.Where(n => n.OpType == "BatchNormalization" && n.Domain.Length == 0).ToArray())
        {
            GraphUses uses = current ??= new GraphUses(graph);
            if (norm.Outputs.Count != 1 || norm.IntAttribute("training_mode", 0) != 0 || uses.Maker(norm.Inputs[0]) is not { } layer || uses.OnlyTaker(norm.Inputs[0]) != norm
                || uses.Floats(norm.Inputs[1]) is not { } scale || uses.Floats(norm.Inputs[2]) is not { } shift || uses.Floats(norm.Inputs[3]) is not { } mean || uses.Floats(norm.Inputs[4]) is not { } variance)
            {
                continue;
            }

            double epsilon = norm.Attribute("epsilon") is { } said ? said.AsFloat() : 1e-5f;
            double[] factors = [.. scale.Zip(variance, (s, v) => s / Math.Sqrt(v + epsilon))];
            double[] terms = [.. shift.Select((s, i) => s - (mean[i] * factors[i]))];
            if (!LayerScaling.Apply(uses, layer, factors, terms))
            {
                continue;
            }

            layer.Outputs[0] = norm.Outputs[0];
            graph.Nodes.Remove(norm);
            current = null;
            count++;
        }

        return count;
    }
}
