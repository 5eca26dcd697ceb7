using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>Element types of the safetensors format and of libtorch.</summary>
internal static class TensorTypes
{
    private static readonly (string Name, ScalarType Type, int Bytes)[] All =
    [
        ("F32", ScalarType.Float32, 4), ("F64", ScalarType.Float64, 8), ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8), ("I32", ScalarType.Int32, 4), ("I16", ScalarType.Int16, 2), ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1), ("C64", ScalarType.ComplexFloat32, 8),
    ];

    public static (string Name, int Bytes) Of(ScalarType type)
    {
        (string Name, ScalarType Type, int Bytes) found = Array.Find(All, a => a.Type == type);
        return found.Name is null ? throw new CheckpointException($"Tensors of type {type} can't be written.") : (found.Name, found.Bytes);
    }

    public static (ScalarType Type, int Bytes)? Of(string name)
    {
        (string Name, ScalarType Type, int Bytes) found = Array.Find(All, a => a.Name == name);
        return found.Name is null ? null : (found.Type, found.Bytes);
    }
}
