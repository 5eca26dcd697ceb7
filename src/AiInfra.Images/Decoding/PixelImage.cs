namespace AiInfra.Images.Decoding;

/// <summary>A picture in memory: red, green and blue, a byte each, row by row from the top left.</summary>
public sealed class PixelImage
{
    /// <summary>Takes pixels.</summary>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="rgb">The pixels, 3 x width x height bytes; kept.</param>
    /// <exception cref="ArgumentException">There are more or fewer bytes.</exception>
    public PixelImage(int width, int height, byte[] rgb)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentNullException.ThrowIfNull(rgb);
        if (rgb.LongLength != 3L * width * height)
        {
            throw new ArgumentException($"A picture of {width} x {height} has {3L * width * height} bytes; {rgb.LongLength} were given.", nameof(rgb));
        }

        Width = width;
        Height = height;
        Rgb = rgb;
    }

    /// <summary>Pixels of a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The pixels.</summary>
    public byte[] Rgb { get; }

    /// <summary>Red, green and blue of a pixel.</summary>
    public (byte Red, byte Green, byte Blue) this[int x, int y]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Width, nameof(x));
            int at = 3 * ((y * Width) + x);
            return (Rgb[at], Rgb[at + 1], Rgb[at + 2]);
        }
    }
}
