using AiInfra.Onnx;

namespace AiInfra.Data.Encoders;

/// <summary>What an encoder added to a graph.</summary>
/// <param name="Inputs">The raw inputs, one a column that is used, named like the column.</param>
/// <param name="Dense">Dense features, float [batch, <see cref="TableEncoder.Width"/>]; of width 0 where all columns give indices.</param>
/// <param name="Categories">Indices, int64 [batch, count]; omitted when there are none.</param>
public sealed record EncodedInputs(IReadOnlyList<OnnxValue> Inputs, OnnxValue Dense, OnnxValue Categories)
{
    /// <inheritdoc />
    public override string ToString() => $"EncodedInputs {{ Inputs = {Shown.List(Inputs)}, Dense = {Dense}, Categories = {Categories} }}";
}
