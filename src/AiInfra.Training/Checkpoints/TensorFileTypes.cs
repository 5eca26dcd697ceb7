using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>Element types of the safetensors format and of libtorch.</summary>
internal static class TensorFileTypes
{
    // Types that libtorch has, then those whose bits another type of the same width can carry, then those that are smaller than a byte.
    private static readonly TensorFileType[] All =
    [
        new("F32", ScalarType.Float32, 4), new("F64", ScalarType.Float64, 8), new("F16", ScalarType.Float16, 2), new("BF16", ScalarType.BFloat16, 2),
        new("I64", ScalarType.Int64, 8), new("I32", ScalarType.Int32, 4), new("I16", ScalarType.Int16, 2), new("I8", ScalarType.Int8, 1),
        new("U8", ScalarType.Byte, 1), new("BOOL", ScalarType.Bool, 1), new("C64", ScalarType.ComplexFloat32, 8),
        new("U64", ScalarType.Int64, 8, IsRaw: true), new("U32", ScalarType.Int32, 4, IsRaw: true), new("U16", ScalarType.Int16, 2, IsRaw: true),
        new("F8_E5M2", ScalarType.Byte, 1, IsRaw: true), new("F8_E4M3", ScalarType.Byte, 1, IsRaw: true), new("F8_E8M0", ScalarType.Byte, 1, IsRaw: true),
        new("F8_E4M3FNUZ", ScalarType.Byte, 1, IsRaw: true), new("F8_E5M2FNUZ", ScalarType.Byte, 1, IsRaw: true),
    ];

    private static readonly Dictionary<string, TensorFileType> ByName = All.ToDictionary(t => t.Name, StringComparer.Ordinal);
    private static readonly Dictionary<ScalarType, TensorFileType> ByScalar = All.Where(t => !t.IsRaw).ToDictionary(t => t.Scalar);

    /// <exception cref="CheckpointException">The format has no such type.</exception>
    public static TensorFileType Of(ScalarType type) => ByScalar.TryGetValue(type, out TensorFileType? found)
        ? found
        : throw new CheckpointException($"Tensors of type {type} can't be written: safetensors has no such type. Convert them first, for example to Float64 with the real and imaginary parts side by side.");

    /// <exception cref="FormatException">No such type can be read.</exception>
    public static TensorFileType Of(string name, string tensor) => ByName.TryGetValue(name, out TensorFileType? found) ? found : throw new FormatException(name switch
    {
        "F4" or "F6_E2M3" or "F6_E3M2" => $"tensor '{tensor}' has the type '{name}', whose elements are smaller than a byte; such tensors are not read here",
        _ => $"tensor '{tensor}' has the type '{name}', which is not known; known are {string.Join(", ", All.Select(t => t.Name))}",
    });
}
