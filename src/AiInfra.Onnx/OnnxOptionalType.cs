namespace AiInfra.Onnx;

/// <summary>A value that may be absent.</summary>
/// <param name="Element">Type of the value when it is there.</param>
public sealed record OnnxOptionalType(OnnxType Element) : OnnxType
{
    /// <inheritdoc />
    public override string ToString() => $"optional({Element})";
}
