using AiInfra.Onnx.Wire;

namespace AiInfra.Onnx;

/// <summary>Type of a value: a tensor, or a sequence, map or optional of something.</summary>
public abstract record OnnxType
{
    private protected OnnxType()
    {
    }

    /// <summary>What the value stands for, such as <c>IMAGE</c>; usually empty.</summary>
    public string Denotation { get; init; } = "";

    internal UnknownFields Unknown { get; init; }
}
