using AiInfra.Onnx;

namespace AiInfra.Data.Encoding;

/// <summary>What an encoder added to a graph.</summary>
/// <param name="Inputs">The raw inputs, one a column that is used, named like the column.</param>
/// <param name="Dense">Dense features, float [batch, <see cref="TableEncoder.Width"/>]; omitted when there are none.</param>
/// <param name="Categories">Indices, int64 [batch, count]; omitted when there are none.</param>
public sealed record EncodedInputs(IReadOnlyList<OnnxValue> Inputs, OnnxValue Dense, OnnxValue Categories);
