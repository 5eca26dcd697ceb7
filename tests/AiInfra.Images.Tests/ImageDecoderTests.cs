using AiInfra.Images.Decoding;
using SkiaSharp;

namespace AiInfra.Images.Tests;

public sealed class ImageDecoderTests
{
    private static byte[] Gradient(SKEncodedImageFormat format) => Pictures.Encode(32, 16, (x, y) => new SKColor((byte)(8 * x), (byte)(16 * y), 100), format);

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, 0)]
    [InlineData(SKEncodedImageFormat.Jpeg, 14)]
    [InlineData(SKEncodedImageFormat.Webp, 14)]
    public void Decode_OfAnyFormat_GivesThePixels(SKEncodedImageFormat format, int tolerance)
    {
        PixelImage image = ImageDecoder.Decode(Gradient(format), "a");
        Assert.Equal((32, 16), (image.Width, image.Height));
        foreach ((int x, int y) in new[] { (4, 4), (20, 8), (30, 12) })
        {
            (byte red, byte green, byte blue) = image[x, y];
            Assert.InRange(Math.Abs(red - (8 * x)) + Math.Abs(green - (16 * y)) + Math.Abs(blue - 100), 0, 3 * tolerance);
        }
    }

    [Fact]
    public void Decode_OfWhatIsTransparent_LiesOnWhite()
    {
        PixelImage image = ImageDecoder.Decode(Pictures.Encode(2, 1, (x, _) => new SKColor(0, 0, 0, (byte)(x == 0 ? 0 : 128))), "a");
        Assert.Equal((255, 255, 255), image[0, 0]);
        Assert.InRange(image[1, 0].Red, (byte)125, (byte)129);
    }

    // Orientation 6: the camera was turned, the picture's first row is to be its right column.
    [Fact]
    public void Decode_OfATurnedCamera_GivesAnUprightPicture()
    {
        byte[] jpeg = Pictures.Encode(32, 16, (x, _) => x < 16 ? SKColors.White : SKColors.Black, SKEncodedImageFormat.Jpeg);
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        PixelImage image = ImageDecoder.Decode([.. jpeg[..2], .. exif, .. jpeg[2..]], "a");
        Assert.Equal((16, 32), (image.Width, image.Height));
        Assert.InRange(image[8, 2].Red, (byte)240, (byte)255);
        Assert.InRange(image[8, 29].Red, (byte)0, (byte)15);
    }

    [Fact]
    public void Decode_OfADecompressionBomb_IsRefusedBeforeItTakesMemory()
    {
        byte[] bomb = Pictures.Bomb(60_000, 60_000);
        Assert.InRange(bomb.Length, 0, 2000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ImageException error = Assert.Throws<ImageException>(() => ImageDecoder.Decode(bomb, "bomb.png"));
        Assert.Contains("bomb.png is a picture of 60,000 x 60,000 pixels; 100,000,000 are allowed", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Decode_CutShort_IsAnErrorAndNotHalfAPicture(SKEncodedImageFormat format)
    {
        var random = new Random(1);
        byte[] noise = new byte[64 * 64 * 3];
        random.NextBytes(noise);
        byte[] whole = Pictures.Encode(64, 64, (x, y) => new SKColor(noise[3 * ((y * 64) + x)], noise[(3 * ((y * 64) + x)) + 1], 0), format);
        for (int part = 0; part < 9; part++)
        {
            Assert.Throws<ImageException>(() => ImageDecoder.Decode(whole[..(whole.Length * part / 10)], "cut"));
        }
    }

    [Fact]
    public void Decode_OfChangedBytes_IsAPictureOrAnErrorOfOurs()
    {
        var random = new Random(2);
        byte[][] originals = [Gradient(SKEncodedImageFormat.Png), Gradient(SKEncodedImageFormat.Jpeg), Gradient(SKEncodedImageFormat.Webp)];
        for (int i = 0; i < 1500; i++)
        {
            byte[] changed = [.. originals[i % 3]];
            for (int n = random.Next(1, 6); n > 0; n--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            Exception? error = Record.Exception(() => ImageDecoder.Decode(changed, "changed", new ImageLimits { MaxPixels = 1_000_000 }));
            Assert.True(error is null or ImageException, $"{error}");
        }
    }
}
