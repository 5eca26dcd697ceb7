using static TorchSharp.torch;

namespace AiInfra.Training.Checkpoints;

/// <summary>A module's parameters and buffers by name, those too that are not in its state dictionary: copied out and back.</summary>
internal static class ModuleState
{
    public static Dictionary<string, Tensor> Of(nn.Module module)
    {
        var all = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in module.named_parameters())
        {
            all[name] = parameter;
        }

        foreach ((string name, Tensor buffer) in module.named_buffers())
        {
            all.TryAdd(name, buffer);
        }

        foreach ((string name, Tensor buffer) in PassingBuffers.Of(module))
        {
            all.TryAdd(name, buffer);
        }

        return all;
    }

    /// <summary>Copies that live until they are disposed.</summary>
    public static Dictionary<string, Tensor> Copy(nn.Module module)
    {
        using IDisposable grad = no_grad();
        return Of(module).ToDictionary(t => t.Key, t => t.Value.detach().clone().DetachFromDisposeScope(), StringComparer.Ordinal);
    }

    /// <summary>Overwrites the module's tensors.</summary>
    /// <exception cref="CheckpointException">Names or shapes differ.</exception>
    public static void Restore(nn.Module module, IReadOnlyDictionary<string, Tensor> from, string source)
    {
        Dictionary<string, Tensor> own = Of(module);
        string[] missing = [.. own.Keys.Where(k => !from.ContainsKey(k))];
        string[] foreign = [.. from.Keys.Where(k => !own.ContainsKey(k))];
        if (missing.Length + foreign.Length > 0)
        {
            throw new CheckpointException($"{source} does not fit the model. Missing there: {List(missing)}. Not in the model: {List(foreign)}.");
        }

        using IDisposable grad = no_grad();
        foreach ((string name, Tensor tensor) in own)
        {
            Tensor value = from[name];
            if (!tensor.shape.AsSpan().SequenceEqual(value.shape) || tensor.dtype != value.dtype)
            {
                throw new CheckpointException($"{source} does not fit the model: '{name}' is {value.dtype} [{string.Join(", ", value.shape)}] there and {tensor.dtype} [{string.Join(", ", tensor.shape)}] in the model.");
            }
        }

        foreach ((string name, Tensor tensor) in own)
        {
            tensor.copy_(from[name]);
        }
    }

    private static string List(string[] names) => names.Length == 0 ? "nothing" : string.Join(", ", names.Take(8)) + (names.Length > 8 ? $" and {names.Length - 8} more" : "");
}
