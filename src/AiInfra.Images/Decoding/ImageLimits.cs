namespace AiInfra.Images.Decoding;

/// <summary>How large an image may be. Both are looked at before its pixels are decoded, so that a small file of a huge picture takes no memory.</summary>
public sealed class ImageLimits : ICheckedOptions
{
    /// <summary>Most pixels, width x height.</summary>
    /// <value>100 million, which take 400 MB while they are decoded.</value>
    public long MaxPixels { get; set; } = 100_000_000;

    /// <summary>Most bytes of a file.</summary>
    /// <value>256 MiB.</value>
    public long MaxBytes { get; set; } = 1L << 28;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(MaxPixels, 1)
        .AtLeast(MaxBytes, 1);
}
