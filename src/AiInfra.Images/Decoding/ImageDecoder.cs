using System.Runtime.InteropServices;
using SkiaSharp;

namespace AiInfra.Images.Decoding;

/// <summary>Decodes JPEG, PNG, WebP, GIF (its first picture) and BMP by Skia. Upright, as the camera's orientation says; what is transparent lies on white.</summary>
public static class ImageDecoder
{
    /// <summary>Decodes a file.</summary>
    /// <exception cref="ImageException">It is no image, cut short, or larger than allowed; or Skia's native library is not there.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static PixelImage Decode(string path, ImageLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        limits = (limits ?? new ImageLimits()).Checked(nameof(limits));
        long bytes = new FileInfo(path).Length;
        return bytes <= limits.MaxBytes
            ? Decode(File.ReadAllBytes(path), path, limits)
            : throw new ImageException($"{path} has {bytes:N0} bytes; {limits.MaxBytes:N0} are allowed.");
    }

    /// <summary>Decodes what a file holds.</summary>
    /// <param name="content">All of it.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="limits">How large it may be.</param>
    /// <exception cref="ImageException">It is no image, cut short, or larger than allowed; or Skia's native library is not there.</exception>
    public static PixelImage Decode(byte[] content, string name, ImageLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentException.ThrowIfNullOrEmpty(name);
        limits = (limits ?? new ImageLimits()).Checked(nameof(limits));
        if (content.LongLength > limits.MaxBytes)
        {
            throw new ImageException($"{name} has {content.LongLength:N0} bytes; {limits.MaxBytes:N0} are allowed.");
        }

        try
        {
            return DecodeBySkia(content, name, limits);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            throw new ImageException("Skia's native library is not there or of another version. Add the package SkiaSharp.NativeAssets.Linux.NoDependencies (Linux), SkiaSharp.NativeAssets.Win32 or SkiaSharp.NativeAssets.macOS in the version of SkiaSharp.", e);
        }
    }

    private static PixelImage DecodeBySkia(byte[] content, string name, ImageLimits limits)
    {
        using SKData data = SKData.CreateCopy(content);
        using SKCodec codec = SKCodec.Create(data) ?? throw new ImageException($"{name} is no image that can be decoded: JPEG, PNG, WebP, GIF and BMP are.");
        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > limits.MaxPixels)
        {
            throw new ImageException($"{name} is a picture of {width:N0} x {height:N0} pixels; {limits.MaxPixels:N0} are allowed.");
        }

        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul, SKColorSpace.CreateSrgb());
        byte[] rgba = new byte[info.BytesSize];
        var pin = GCHandle.Alloc(rgba, GCHandleType.Pinned);
        try
        {
            SKCodecResult result = codec.GetPixels(info, pin.AddrOfPinnedObject());
            if (result != SKCodecResult.Success)
            {
                throw new ImageException($"{name} is damaged or cut short ({result}).");
            }
        }
        finally
        {
            pin.Free();
        }

        return Upright(rgba, width, height, (int)codec.EncodedOrigin);
    }

    /// <summary>Puts the picture on white and turns it as its orientation says (TIFF 6.0 and Exif: 1 to 8).</summary>
    private static PixelImage Upright(byte[] rgba, int width, int height, int origin)
    {
        bool turned = origin >= 5;
        (int toWidth, int toHeight) = turned ? (height, width) : (width, height);
        byte[] rgb = new byte[3 * toWidth * toHeight];
        for (int y = 0; y < toHeight; y++)
        {
            for (int x = 0; x < toWidth; x++)
            {
                (int fromX, int fromY) = origin switch
                {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (y, height - 1 - x),
                    7 => (width - 1 - y, height - 1 - x),
                    8 => (width - 1 - y, x),
                    _ => (x, y),
                };
                int from = 4 * ((fromY * width) + fromX), to = 3 * ((y * toWidth) + x);
                int alpha = rgba[from + 3];
                for (int c = 0; c < 3; c++)
                {
                    rgb[to + c] = alpha == 255 ? rgba[from + c] : (byte)(((rgba[from + c] * alpha) + (255 * (255 - alpha)) + 127) / 255);
                }
            }
        }

        return new PixelImage(toWidth, toHeight, rgb);
    }
}
