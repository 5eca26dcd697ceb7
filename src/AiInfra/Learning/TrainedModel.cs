namespace AiInfra.Learning;

/// <summary>What a recipe made.</summary>
/// <param name="Onnx">The model: raw columns in; "label" and "probability", or "value" out.</param>
/// <param name="Encoder">The fitted encoder as JSON, where there is one.</param>
/// <param name="Report">What the encoder decided about each column, as text for people.</param>
public sealed record TrainedModel(byte[] Onnx, string? Encoder = null, string? Report = null)
{
    /// <inheritdoc />
    public override string ToString() => $"TrainedModel {{ Onnx = {Onnx.Length} bytes, Encoder = {Encoder}, Report = {Report} }}";
}
