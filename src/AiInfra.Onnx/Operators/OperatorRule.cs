namespace AiInfra.Onnx.Operators;

/// <summary>What is known of an operator: how many inputs and outputs it has, which types must agree, and what it gives.</summary>
internal sealed record OperatorRule(int MinInputs, int MaxInputs, int MaxOutputs, Func<OperatorCall, OnnxTensorType?> First)
{
    /// <summary>Inputs that must have one element type: a bit each; -1 is all.</summary>
    public int SameType { get; init; }

    /// <summary>What the first input must be.</summary>
    public Func<OnnxElementType, bool>? Accepts { get; init; }

    /// <summary>A further check that gives what is wrong, or null.</summary>
    public Func<OperatorCall, string?>? Check { get; init; }

    /// <summary>What the outputs after the first are.</summary>
    public Func<OperatorCall, int, OnnxTensorType?>? Others { get; init; }
}
