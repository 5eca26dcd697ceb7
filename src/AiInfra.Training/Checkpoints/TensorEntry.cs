namespace AiInfra.Training.Checkpoints;

/// <summary>A tensor as a safetensors header lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Sizes, the first dimension first; none for a single number.</param>
/// <param name="Start">First byte, from the start of the data.</param>
/// <param name="End">Byte after the last.</param>
internal sealed record TensorEntry(string Name, TensorFileType Type, long[] Shape, long Start, long End)
{
    public long Bytes => End - Start;

    /// <summary>The entries, in the order of their data, must fill it from start to end without hole or overlap.</summary>
    public static void Check(IReadOnlyList<TensorEntry> entries, long dataBytes)
    {
        long at = 0;
        foreach (TensorEntry entry in entries)
        {
            long bytes = entry.ExpectedBytes();
            if (entry.Start != at || entry.Bytes != bytes)
            {
                throw new FormatException($"tensor '{entry.Name}' should lie at {at} to {at + bytes}, but is listed at {entry.Start} to {entry.End}");
            }

            at = entry.End;
        }

        if (at != dataBytes)
        {
            throw new FormatException($"its tensors need {at} bytes of data, {dataBytes} are there");
        }
    }

    // Also of an empty tensor the other sizes have to be possible ones: libtorch multiplies them too.
    private long ExpectedBytes()
    {
        long bytes = Type.Bytes;
        bool empty = false;
        foreach (long size in Shape)
        {
            empty |= size == 0;
            bytes = checked(bytes * Math.Max(size, 1));
        }

        return empty ? 0 : bytes;
    }
}
