using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Protocol;

/// <summary>A body that is nothing but the bytes of the model's one input (header value 0): a batch of one, all outputs as bytes.</summary>
internal static class RawRequest
{
    public static InferenceRequest Read(ReadOnlySpan<byte> body, ModelSignature? signature)
    {
        if (signature is not { Inputs.Count: 1 })
        {
            throw new ProtocolException($"A body of raw bytes needs a model with one input; this one has {signature?.Inputs.Count ?? 0}. Send JSON with 'inputs'.");
        }

        TensorSpec spec = signature.Inputs[0];
        var place = new InputPlace(spec.Name, 0);
        if (!spec.HasRank)
        {
            throw new ProtocolException($"A body of raw bytes needs a model whose input has a declared shape; '{spec.Name}' has none. Send JSON with 'inputs'.");
        }

        TensorData tensor = spec.Type == TensorType.String
            ? TensorData.Of<string>([Text(body)], [.. spec.Shape.Select(_ => 1L)])
            : BinaryTensors.Read(body, spec.Type, Shape(spec, body.Length, place), place);
        return new InferenceRequest { Inputs = [new NamedTensor(spec.Name, tensor)], BinaryOutputs = true };
    }

    /// <summary>The first open dimension is a batch of one where the model has rows; one more may follow from the number of bytes.</summary>
    private static long[] Shape(TensorSpec spec, int bytes, InputPlace place)
    {
        long[] shape = [.. spec.Shape];
        if (spec.HasRows)
        {
            shape[0] = 1;
        }

        int open = Array.IndexOf(shape, -1);
        if (open < 0)
        {
            return shape;
        }

        shape[open] = 1;
        long rest = spec.Type.ElementSize();
        foreach (long dim in shape)
        {
            rest *= dim;
        }

        if (Array.IndexOf(shape, -1) >= 0 || rest <= 0 || bytes % rest != 0)
        {
            throw place.Expected($"raw bytes of {spec}, with at most one open dimension besides the batch", $"{bytes} bytes");
        }

        shape[open] = bytes / rest;
        return shape;
    }

    private static string Text(ReadOnlySpan<byte> utf8) => System.Text.Unicode.Utf8.IsValid(utf8)
        ? System.Text.Encoding.UTF8.GetString(utf8)
        : throw new ProtocolException("Expected UTF-8 as the text of a raw body.");
}
