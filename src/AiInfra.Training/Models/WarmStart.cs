using AiInfra.Training.Checkpoints;
using static TorchSharp.torch;

namespace AiInfra.Training.Models;

/// <summary>Takes weights over from an earlier model.</summary>
internal static class WarmStart
{
    /// <summary>Copies what has the same name and shape; the output layer only where the outputs mean the same. Returns how many tensors were copied.</summary>
    public static int Copy(TabularModel earlier, nn.Module<Tensor, Tensor> network, bool sameOutputs)
    {
        using IDisposable grad = no_grad();
        Dictionary<string, Tensor> from = ModuleState.Of(earlier.Network);
        int copied = 0;
        foreach ((string name, Tensor tensor) in ModuleState.Of(network))
        {
            bool output = name.StartsWith("layers.output.", StringComparison.Ordinal);
            if ((sameOutputs || !output) && from.TryGetValue(name, out Tensor? value) && value.shape.AsSpan().SequenceEqual(tensor.shape))
            {
                tensor.copy_(value);
                copied++;
            }
        }

        return copied;
    }
}
