using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>What a tensor file held. Owns the tensors. Small ones share blocks of memory: clone one that is to outlive the others by much.</summary>
public sealed class TensorFileContent(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata) : IDisposable
{
    /// <summary>Tensors by name, on the CPU.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; } = tensors;

    /// <summary>Texts by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; } = metadata;

    /// <summary>Of tensors whose element type libtorch lacks: their type in the file, by name. Their tensors carry the bits, not the numbers.</summary>
    public IReadOnlyDictionary<string, string> RawTypes { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (Tensor tensor in Tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
