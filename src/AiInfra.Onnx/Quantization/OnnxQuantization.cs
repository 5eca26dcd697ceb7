namespace AiInfra.Onnx.Quantization;

/// <summary>A model in 8 bits, and what became of its layers.</summary>
/// <param name="Model">The model; inputs and outputs are as they were.</param>
/// <param name="Quantized">Names of the layers that are in 8 bits.</param>
/// <param name="Kept">Layers with weights that stayed in 32 bits, by name and why.</param>
/// <param name="BytesBefore">Bytes of constants before.</param>
/// <param name="BytesAfter">Bytes of constants after.</param>
public sealed record OnnxQuantization(OnnxModel Model, IReadOnlyList<string> Quantized, IReadOnlyDictionary<string, string> Kept, long BytesBefore, long BytesAfter)
{
    /// <inheritdoc />
    public override string ToString() =>
        $"{BytesBefore} bytes of constants became {BytesAfter}; in 8 bits: {(Quantized.Count == 0 ? "none" : string.Join(", ", Quantized))}; in 32 bits: {(Kept.Count == 0 ? "none" : string.Join("; ", Kept.Select(k => $"{k.Key}: {k.Value}")))}";
}
