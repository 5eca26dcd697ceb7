namespace AiInfra.Onnx.Optimization;

/// <summary>A model in 16-bit floats, and what stayed in 32.</summary>
/// <param name="Model">The model.</param>
/// <param name="Converted">Nodes that compute in 16 bits.</param>
/// <param name="Kept">Nodes of floats that stayed in 32 bits, by name and why.</param>
/// <param name="Casts">Casts that were put in between.</param>
public sealed record HalfPrecision(OnnxModel Model, int Converted, IReadOnlyDictionary<string, string> Kept, int Casts)
{
    /// <inheritdoc />
    public override string ToString() => $"{Converted} nodes in 16 bits, {Casts} casts; in 32 bits: {(Kept.Count == 0 ? "none" : string.Join("; ", Kept.Select(k => $"{k.Key}: {k.Value}")))}";
}
