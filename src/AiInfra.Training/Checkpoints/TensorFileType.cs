using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>An element type.</summary>
/// <param name="Name">In a file's header.</param>
/// <param name="Scalar">In libtorch; where it has no such type, one of the same width that carries the bits.</param>
/// <param name="Bytes">Bytes of an element.</param>
/// <param name="IsRaw">Whether libtorch has no such type.</param>
internal sealed record TensorFileType(string Name, ScalarType Scalar, int Bytes, bool IsRaw = false);
