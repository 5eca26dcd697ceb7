namespace AiInfra.Onnx.Wire;

/// <summary>Whether a tensor's data is as large as its type and dimensions say.</summary>
internal static class TensorSize
{
    /// <summary>Bytes of raw data; null when the dimensions are negative or their product overflows.</summary>
    public static long? BytesOf(OnnxElementType type, IReadOnlyList<long> dims)
    {
        long? count = CountOf(dims);
        Int128 bits = (Int128)(count ?? 0) * OnnxElementTypes.BitsOf(type);
        return count is null || bits / 8 >= long.MaxValue ? null : (long)((bits + 7) / 8);
    }

    public static long? CountOf(IReadOnlyList<long> dims)
    {
        long? count = OnnxShape.Of([.. dims]).ElementCount;
        // A zero hides an overflow before it, but not one that a later product would meet again.
        return dims.Any(d => d < 0) ? null : dims.Contains(0) ? 0 : count;
    }

    /// <summary>What is wrong, or null.</summary>
    public static string? Problem(OnnxTensor tensor)
    {
        string shape = $"[{string.Join(", ", tensor.Dims.Take(16))}{(tensor.Dims.Count > 16 ? ", …" : "")}]";
        long? count = CountOf(tensor.Dims);
        if (count is null)
        {
            return $"The dimensions {shape} are negative or their product is too large";
        }

        if (tensor.ElementType == OnnxElementType.String)
        {
            return tensor.External is not null ? "A tensor of text cannot keep its data in another file"
                : tensor.Texts.Count != count ? $"The dimensions {shape} need {count} texts, there are {tensor.Texts.Count}" : null;
        }

        if (OnnxElementTypes.BitsOf(tensor.ElementType) == 0)
        {
            return tensor.ElementType == OnnxElementType.Undefined && tensor.Data.IsEmpty ? null : $"The element type {(int)tensor.ElementType} is not one of the standard";
        }

        long? bytes = BytesOf(tensor.ElementType, tensor.Dims);
        bool elsewhere = tensor.External is not null && tensor.Data.IsEmpty;
        return bytes is null ? $"The dimensions {shape} are too large"
            : !elsewhere && bytes != tensor.Data.Length ? $"The dimensions {shape} of {tensor.ElementType} need {bytes} bytes, there are {tensor.Data.Length}" : null;
    }
}
