using System.IO.Compression;
using SkiaSharp;

namespace AiInfra.Images.Tests;

/// <summary>Pictures made for a test.</summary>
internal static class Pictures
{
    public static byte[] Encode(int width, int height, Func<int, int, SKColor> pixel, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, pixel(x, y));
            }
        }

        using SKData data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    /// <summary>A class has a colour of its own; every picture differs a little, and so does its size.</summary>
    public static string Folder(string path, int perClass = 8)
    {
        foreach ((string name, SKColor color) in new[] { ("blue", SKColors.Blue), ("green", new SKColor(0, 200, 0)), ("red", SKColors.Red) })
        {
            Directory.CreateDirectory(Path.Combine(path, name));
            for (int i = 0; i < perClass; i++)
            {
                int seed = i;
                File.WriteAllBytes(
                    Path.Combine(path, name, $"{i:D3}.png"),
                    Encode(20 + i, 30 - i, (x, y) => new SKColor((byte)Math.Max(0, color.Red - (x * seed)), (byte)Math.Max(0, color.Green - y), (byte)Math.Max(0, color.Blue - (x ^ y)))));
            }
        }

        return path;
    }

    /// <summary>A PNG of few bytes that says it is a huge picture of one colour.</summary>
    public static byte[] Bomb(int width, int height)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] header = [.. Big(width), .. Big(height), 1, 0, 0, 0, 0];
        Chunk(file, "IHDR"u8, header);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(new byte[100_000]);
        }

        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Big(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> kind, byte[] content)
    {
        file.Write(Big(content.Length));
        byte[] all = [.. kind, .. content];
        file.Write(all);
        uint crc = uint.MaxValue;
        foreach (byte value in all)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        file.Write(Big(unchecked((int)~crc)));
    }
}
