namespace AiInfra.Onnx.Operators;

/// <summary>A node with what is known of its inputs, as the rules see it.</summary>
internal sealed record OperatorCall(OnnxNode Node, OnnxTensorType?[] Inputs, int OutputCount, Func<string, OnnxTensor?> ConstantOf)
{
    public OnnxTensorType? Type(int input) => input < Inputs.Length ? Inputs[input] : null;

    public OnnxShape? Shape(int input) => Type(input)?.Shape;

    public bool Has(int input) => input < Node.Inputs.Count && Node.Inputs[input].Length > 0;

    /// <summary>The integers of an input, where it is a constant.</summary>
    public long[]? Integers(int input) => Has(input) && ConstantOf(Node.Inputs[input]) is { ElementType: OnnxElementType.Int64, External: null } tensor
        ? tensor.AsSpan<long>().ToArray()
        : null;

    /// <summary>The floats of an input, where it is a constant.</summary>
    public float[]? Floats(int input) => Has(input) && ConstantOf(Node.Inputs[input]) is { ElementType: OnnxElementType.Float, External: null } tensor
        ? tensor.AsSpan<float>().ToArray()
        : null;
}
