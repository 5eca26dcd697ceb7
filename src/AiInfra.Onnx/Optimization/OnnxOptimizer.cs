namespace AiInfra.Onnx.Optimization;

/// <summary>Makes a graph smaller before it is served: computes what is constant, puts normalisations and scales into the weights before them, and drops what does nothing. A runtime does some of it at every start; here it is done once, and quantization finds the weights as they will be used.</summary>
public static class OnnxOptimizer
{
    /// <summary>An optimised copy; the model itself stays as it is. Inputs and outputs keep their names and types.</summary>
    /// <exception cref="OnnxFormatException">The model breaks a rule, or is of an operator set before 13.</exception>
    public static OnnxOptimization Optimize(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        OnnxChecker.CheckOrThrow(model);
        if (model.OpsetVersion < 13)
        {
            throw new OnnxFormatException($"The model is of operator set {model.OpsetVersion}; graphs are optimised from 13 on", "opset_import", "Export the model again in a newer one.");
        }

        OnnxModel result = OlderConstants.Copy(model);
        OnnxGraph graph = result.Graph;
        int folded = 0, fused = 0, removed = 0, before;
        do
        {
            before = folded + fused + removed;
            folded += ConstantFolding.Run(graph);
            removed += NoOperations.Run(graph);
            fused += NormalizationFusion.Run(graph) + ScaleFusion.Run(graph);
            removed += graph.RemoveUnused();
        }
        while (folded + fused + removed > before);
        OnnxChecker.CheckOrThrow(result);
        return new(result, folded, fused, removed);
    }
}
