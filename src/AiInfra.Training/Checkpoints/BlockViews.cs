using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>Tensors over the memory of one block of bytes: a call of libtorch a tensor.</summary>
internal sealed class BlockViews(Tensor block) : IDisposable
{
    private readonly Dictionary<ScalarType, Tensor> _typed = [];

    /// <summary>A tensor that lives until it is disposed.</summary>
    /// <param name="entry">What it is.</param>
    /// <param name="start">Where the block begins in the data.</param>
    public Tensor Of(TensorEntry entry, long start)
    {
        ScalarType type = entry.Type.Scalar;
        if (entry.Bytes == 0)
        {
            return empty(entry.Shape, type).DetachFromDisposeScope();
        }

        long offset = entry.Start - start;
        if (offset % entry.Type.Bytes != 0)
        {
            // Other writers need not align: such a tensor gets memory of its own.
            using Tensor bytes = block.narrow(0, offset, entry.Bytes);
            using Tensor own = bytes.clone();
            return own.view(type).view(entry.Shape).DetachFromDisposeScope();
        }

        if (!_typed.TryGetValue(type, out Tensor? typed))
        {
            _typed[type] = typed = type == ScalarType.Byte ? block.alias() : block.view(type);
        }

        long[] strides = new long[entry.Shape.Length];
        long stride = 1;
        for (int i = strides.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= entry.Shape[i];
        }

        return typed.as_strided(entry.Shape, strides, offset / entry.Type.Bytes).DetachFromDisposeScope();
    }

    public void Dispose()
    {
        foreach (Tensor typed in _typed.Values)
        {
            typed.Dispose();
        }
    }
}
