using AiInfra.Training.Checkpoints;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>A copy of the weights and buffers that the best validation judged.</summary>
internal sealed class BestWeights(nn.Module module) : IStateful, IDisposable
{
    private Dictionary<string, Tensor>? _copy;

    public string StateName => "best";

    public void Keep()
    {
        Dispose();
        _copy = ModuleState.Copy(module);
    }

    /// <summary>Puts the copy into the module, where there is one.</summary>
    public bool PutBack()
    {
        if (_copy is null)
        {
            return false;
        }

        ModuleState.Restore(module, _copy, "The best validation's copy");
        return true;
    }

    public void Save(ComponentState state)
    {
        foreach ((string name, Tensor tensor) in _copy ?? [])
        {
            state.Add(name, tensor);
        }
    }

    public void Restore(ComponentState state)
    {
        Dispose();
        _copy = state.Tensors.Count == 0 ? null : state.Tensors.ToDictionary(b => b.Key, b => b.Value.clone().DetachFromDisposeScope(), StringComparer.Ordinal);
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _copy?.Values ?? Enumerable.Empty<Tensor>())
        {
            tensor.Dispose();
        }

        _copy = null;
    }
}
