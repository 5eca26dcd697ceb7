using AiInfra.Images.Decoding;
using AiInfra.Images.Transforms;

namespace AiInfra.Images.Tests;

public sealed class ImageTransformsTests
{
    private static PixelImage Picture(int width, int height, Func<int, int, (byte, byte, byte)> pixel)
    {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++)
        {
            (rgb[3 * i], rgb[(3 * i) + 1], rgb[(3 * i) + 2]) = pixel(i % width, i / width);
        }

        return new PixelImage(width, height, rgb);
    }

    private static PixelImage Ramp(int width, int height) => Picture(width, height, (x, y) => ((byte)(x * 255 / (width - 1)), (byte)(y * 255 / (height - 1)), 7));

    [Theory]
    [InlineData(10, 10)]
    [InlineData(100, 7)]
    [InlineData(333, 250)]
    [InlineData(1, 1)]
    public void Resize_OfASmoothPicture_StaysSmooth(int width, int height)
    {
        PixelImage image = ImageTransforms.Resize(width, height).Apply(Ramp(128, 64), new Random(0));
        Assert.Equal((width, height), (image.Width, image.Height));
        for (int x = 0; x < width; x++)
        {
            double expected = Math.Clamp(((x + 0.5) * 128 / width) - 0.5, 0, 127) * 255 / 127;
            Assert.InRange(image[x, height / 2].Red, expected - Math.Max(3, 260.0 / width), expected + Math.Max(3, 260.0 / width));
        }

        Assert.All(Enumerable.Range(0, width), x => Assert.Equal(7, image[x, 0].Blue));
    }

    [Fact]
    public void Resize_ToHalf_AveragesWhatBecomesOne()
    {
        // A chess board of one pixel: skipping pixels would make it black or white.
        PixelImage image = ImageTransforms.Resize(16, 16).Apply(Picture(64, 64, (x, y) => (byte)((x + y) % 2 * 255) is var v ? (v, v, v) : default), new Random(0));
        Assert.All(image.Rgb, v => Assert.InRange(v, (byte)120, (byte)135));
    }

    [Fact]
    public void CenterCrop_KeepsTheMiddle()
    {
        PixelImage image = ImageTransforms.CenterCrop(10, 10, part: 0.5).Apply(Ramp(200, 100), new Random(0));
        Assert.Equal((10, 10), (image.Width, image.Height));
        Assert.InRange(image[0, 5].Red, (byte)90, (byte)105);
        Assert.InRange(image[9, 5].Red, (byte)150, (byte)165);
    }

    [Fact]
    public void RandomCrop_IsAlwaysInsideAndDiffersBySeed()
    {
        IImageTransform crop = ImageTransforms.RandomCrop(8, 8, leastArea: 0.1);
        PixelImage ramp = Ramp(90, 40);
        PixelImage[] crops = [.. Enumerable.Range(0, 200).Select(s => crop.Apply(ramp, new Random(s)))];
        Assert.All(crops, c => Assert.Equal((8, 8), (c.Width, c.Height)));
        Assert.All(crops, c => Assert.True(c[0, 0].Red < c[7, 7].Red && c[0, 0].Green < c[7, 7].Green));
        Assert.True(crops.Select(c => c[0, 0]).Distinct().Count() > 50);
        Assert.Equal(crops[3].Rgb, crop.Apply(ramp, new Random(3)).Rgb);
        Assert.Equal(8, crop.Apply(Ramp(1000, 2), new Random(1)).Width); // no part of such proportions fits
    }

    [Fact]
    public void Flip_ExchangesLeftAndRight()
    {
        PixelImage ramp = Ramp(9, 5), flipped = ImageTransforms.Flip(1).Apply(ramp, new Random(0));
        Assert.Equal(ramp[0, 3], flipped[8, 3]);
        Assert.Equal(ramp.Rgb, ImageTransforms.Flip(1).Apply(flipped, new Random(0)).Rgb);
        int turned = Enumerable.Range(0, 400).Count(s => ImageTransforms.Flip(0.3).Apply(ramp, new Random(s)) != ramp);
        Assert.InRange(turned, 80, 160);
    }

    [Fact]
    public void ColorJitter_LeavesGreyGreyAndChangesBrightness()
    {
        PixelImage grey = Picture(8, 8, (_, _) => (100, 100, 100));
        byte[] seen = [.. Enumerable.Range(0, 100).Select(s =>
        {
            PixelImage image = ImageTransforms.ColorJitter(0.5, 0.5, 0.5, 0.5).Apply(grey, new Random(s));
            Assert.Equal((image[0, 0].Red, image[0, 0].Red), (image[0, 0].Green, image[0, 0].Blue));
            return image[0, 0].Red;
        })];
        Assert.InRange(seen.Min(), (byte)49, (byte)60);
        Assert.InRange(seen.Max(), (byte)140, (byte)151);
        PixelImage red = Picture(1, 1, (_, _) => (200, 20, 20));
        Assert.Equal(red.Rgb, ImageTransforms.ColorJitter(0, 0, 0).Apply(red, new Random(1)).Rgb);
    }

    [Fact]
    public void Create_WithWhatCantBe_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageTransforms.Resize(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageTransforms.Flip(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageTransforms.ColorJitter(hue: 0.6));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageTransforms.RandomCrop(8, 8, leastArea: 0.5, mostArea: 0.4));
        Assert.Throws<ArgumentException>(() => new PixelImage(2, 2, new byte[11]));
    }
}
