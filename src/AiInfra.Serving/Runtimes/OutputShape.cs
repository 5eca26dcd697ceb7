namespace AiInfra.Serving.Runtimes;

/// <summary>How an output's shape follows from the inputs': every open dimension must carry the name of an input's dimension.</summary>
internal sealed class OutputShape
{
    private readonly long[] _shape;
    private readonly (int Dim, int Input, int InputDim)[] _open;

    public OutputShape(TensorSpec output, ModelSignature signature)
    {
        _shape = [.. output.Shape];
        var open = new List<(int, int, int)>();
        IsKnown = output.HasRank;
        for (int d = 0; d < _shape.Length; d++)
        {
            if (_shape[d] >= 0)
            {
                continue;
            }

            if (output.Symbols[d] is string symbol && Find(symbol, signature) is (int input, int at))
            {
                open.Add((d, input, at));
            }
            else
            {
                IsKnown = false;
            }
        }

        _open = [.. open];
    }

    public bool IsKnown { get; private set; }

    /// <summary>The declared shape is not to be relied on: from now on it is the run that tells.</summary>
    public void Forget() => IsKnown = false;

    public ReadOnlySpan<long> Resolve(SlotTensor[] inputs)
    {
        foreach ((int dim, int input, int inputDim) in _open)
        {
            _shape[dim] = inputs[input].Shape[inputDim];
        }

        return _shape;
    }

    private static (int Input, int Dim)? Find(string symbol, ModelSignature signature)
    {
        for (int i = 0; i < signature.Inputs.Count; i++)
        {
            for (int d = 0; d < signature.Inputs[i].Symbols.Count; d++)
            {
                if (signature.Inputs[i].Shape[d] < 0 && signature.Inputs[i].Symbols[d] == symbol)
                {
                    return (i, d);
                }
            }
        }

        return null;
    }
}
