namespace AiInfra.Onnx;

/// <summary>A type that says nothing that this library knows; kept as it was read.</summary>
public sealed record OnnxUnknownType : OnnxType
{
    /// <inheritdoc />
    public override string ToString() => "unknown";
}
