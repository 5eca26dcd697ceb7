namespace AiInfra.Onnx;

/// <summary>A sequence of values of one type.</summary>
/// <param name="Element">Type of the elements.</param>
public sealed record OnnxSequenceType(OnnxType Element) : OnnxType
{
    /// <inheritdoc />
    public override string ToString() => $"sequence({Element})";
}
