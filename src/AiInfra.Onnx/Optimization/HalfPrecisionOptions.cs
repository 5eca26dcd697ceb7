namespace AiInfra.Onnx.Optimization;

/// <summary>What becomes 16-bit floats.</summary>
public sealed class HalfPrecisionOptions
{
    /// <summary>Whether the model's inputs and outputs keep their types, with a Cast behind and before them.</summary>
    /// <value>True: callers see no difference.</value>
    public bool KeepInputsAndOutputs { get; set; } = true;

    /// <summary>Operators that stay in 32 bits: those whose sums and powers lose too much or leave the range of 65,504.</summary>
    public HashSet<string> KeepOperators { get; } = new(
        ["Exp", "Log", "Pow", "Softmax", "LogSoftmax", "LayerNormalization", "InstanceNormalization", "GroupNormalization", "ReduceSum", "ReduceMean", "ReduceL2", "ReduceSumSquare", "ReduceLogSumExp", "ReduceProd", "CumSum", "Resize", "Range"],
        StringComparer.Ordinal);

    /// <summary>Names of nodes that stay in 32 bits.</summary>
    public HashSet<string> KeepNodes { get; } = new(StringComparer.Ordinal);
}
