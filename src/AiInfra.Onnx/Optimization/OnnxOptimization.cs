namespace AiInfra.Onnx.Optimization;

/// <summary>An optimised model, and what was done.</summary>
/// <param name="Model">The model; it answers as the one it was made of, up to the rounding of constants that were computed beforehand.</param>
/// <param name="Folded">Nodes whose value was computed beforehand.</param>
/// <param name="Fused">Nodes that became part of the weights of another.</param>
/// <param name="Removed">Nodes that did nothing, or that no output needs.</param>
public sealed record OnnxOptimization(OnnxModel Model, int Folded, int Fused, int Removed);
