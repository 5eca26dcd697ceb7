namespace AiInfra.Onnx;

/// <summary>Where a tensor's data lies when it is not in the model's file.</summary>
/// <param name="Location">Path of the file, relative to the model's directory.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Number of bytes; null means to the end of the file.</param>
public sealed record OnnxExternalData(string Location, long Offset = 0, long? Length = null)
{
    /// <summary>SHA-1 of the file, where it is said; not checked.</summary>
    public string? Checksum { get; init; }
}
