namespace AiInfra.Serving.Runtimes;

/// <summary>Checks shapes against the signature, so that nothing wrong reaches native code.</summary>
internal static class ShapeCheck
{
    /// <summary>The shape of one input: rank, fixed dimensions, at least one row.</summary>
    public static void Input(TensorSpec spec, ReadOnlySpan<long> shape)
    {
        ReadOnlySpan<long> declared = spec.Dims;
        if (spec.HasRank ? shape.Length != declared.Length : shape.Length < spec.Ranks.Least || shape.Length > spec.Ranks.Most)
        {
            throw Wrong(spec, shape, spec.HasRank ? "" : $" of {spec.Ranks}");
        }

        for (int d = 0; d < shape.Length; d++)
        {
            long fix = spec.HasRank ? declared[d] : -1;
            if (shape[d] != fix && (shape[d] <= 0 || fix >= 0))
            {
                throw Wrong(spec, shape, shape[d] <= 0 && fix < 0 ? " with at least 1 in every dimension" : "");
            }
        }

        _ = TensorData.CountOf(shape);
    }

    /// <summary>Dimensions of one name have one size in all inputs.</summary>
    public static void Symbols(SlotTensor[] inputs)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            TensorSpec spec = inputs[i].Spec;
            if (inputs[i].Shape.ContainsAnyInRange(long.MinValue, -1))
            {
                throw new InferenceRequestException($"Input '{spec.Name}'", spec.ToString(), "nothing");
            }

            for (int d = 0; d < spec.Symbols.Count; d++)
            {
                if (spec.Symbols[d] is not string symbol)
                {
                    continue;
                }

                for (int j = 0; j < i; j++)
                {
                    Compare(inputs[j], symbol, spec, inputs[i].Shape[d]);
                }
            }
        }
    }

    private static void Compare(SlotTensor other, string symbol, TensorSpec spec, long size)
    {
        for (int d = 0; d < other.Spec.Symbols.Count; d++)
        {
            if (other.Spec.Symbols[d] == symbol && other.Shape[d] != size)
            {
                throw new InferenceRequestException(spec.Name, $"{symbol} = {other.Shape[d]} as in '{other.Spec.Name}'", $"{symbol} = {size}");
            }
        }
    }

    private static InferenceRequestException Wrong(TensorSpec spec, ReadOnlySpan<long> shape, string besides) =>
        new($"Input '{spec.Name}'", $"shape {spec.ShapeText}{besides}", $"[{TensorData.Text(shape)}]");
}
