using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>Copies of tensors on the CPU, in memory that is used again for the next copies. Tensors of a GPU are copied into pinned memory, all at once.</summary>
internal sealed class TensorSnapshot : IDisposable
{
    private readonly Dictionary<string, Tensor> _copies = new(StringComparer.Ordinal);

    /// <summary>Copies; what was copied before is overwritten. The copies stay this object's.</summary>
    public IReadOnlyDictionary<string, Tensor> Take(IReadOnlyDictionary<string, Tensor> tensors)
    {
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach (string gone in _copies.Keys.Where(k => !tensors.ContainsKey(k)).ToArray())
        {
            _copies.Remove(gone, out Tensor? copy);
            copy!.Dispose();
        }

        bool waits = false;
        foreach ((string name, Tensor tensor) in tensors)
        {
            bool far = tensor.device_type != DeviceType.CPU;
            Room(name, tensor, far).copy_(tensor.detach(), nonBlocking: far);
            waits |= far;
        }

        if (waits)
        {
            cuda.synchronize();
        }

        return _copies;
    }

    public void Dispose()
    {
        foreach (Tensor copy in _copies.Values)
        {
            copy.Dispose();
        }

        _copies.Clear();
    }

    private Tensor Room(string name, Tensor tensor, bool pinned)
    {
        if (_copies.TryGetValue(name, out Tensor? room))
        {
            if (room.dtype == tensor.dtype && room.shape.AsSpan().SequenceEqual(tensor.shape))
            {
                return room;
            }

            room.Dispose();
        }

        room = empty(tensor.shape, tensor.dtype);
        return _copies[name] = (pinned ? room.pin_memory() : room).DetachFromDisposeScope();
    }
}
