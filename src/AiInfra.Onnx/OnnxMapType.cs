namespace AiInfra.Onnx;

/// <summary>A map from keys to values.</summary>
/// <param name="Key">Type of the keys: an integer or text.</param>
/// <param name="Element">Type of the values.</param>
public sealed record OnnxMapType(OnnxElementType Key, OnnxType Element) : OnnxType
{
    /// <inheritdoc />
    public override string ToString() => $"map({Key.ToString().ToLowerInvariant()}, {Element})";
}
