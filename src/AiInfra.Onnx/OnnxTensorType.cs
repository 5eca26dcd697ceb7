namespace AiInfra.Onnx;

/// <summary>A tensor.</summary>
/// <param name="ElementType">Type of the elements.</param>
/// <param name="Shape">The shape; null when not even the rank is known.</param>
public sealed record OnnxTensorType(OnnxElementType ElementType, OnnxShape? Shape = null) : OnnxType
{
    /// <summary>Whether the tensor is sparse.</summary>
    public bool IsSparse { get; init; }

    /// <inheritdoc />
    public override string ToString() => (IsSparse ? "sparse " : "") + ElementType.ToString().ToLowerInvariant() + (Shape?.ToString() ?? "[…]");
}
