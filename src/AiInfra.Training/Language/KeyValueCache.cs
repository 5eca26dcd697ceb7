using static TorchSharp.torch;

namespace AiInfra.Training.Language;

/// <summary>Keys and values [batch, heads, places, size] of each layer, of all that was read so far. Owns them.</summary>
internal sealed class KeyValueCache(int layers) : IDisposable
{
    private readonly (Tensor Keys, Tensor Values)?[] _layers = new (Tensor, Tensor)?[layers];

    /// <summary>Puts what is new behind what is there, and gives all.</summary>
    public (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values)
    {
        if (_layers[layer] is { } past)
        {
            (keys, values) = (cat([past.Keys, keys], 2), cat([past.Values, values], 2));
            past.Keys.Dispose();
            past.Values.Dispose();
        }

        _layers[layer] = (keys.DetachFromDisposeScope(), values.DetachFromDisposeScope());
        return (keys, values);
    }

    public void Dispose()
    {
        foreach ((Tensor Keys, Tensor Values)? layer in _layers)
        {
            layer?.Keys.Dispose();
            layer?.Values.Dispose();
        }
    }
}
