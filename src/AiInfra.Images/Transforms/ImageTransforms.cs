using AiInfra.Images.Decoding;

namespace AiInfra.Images.Transforms;

/// <summary>The usual changes of pictures, for training (random ones) and for judging (the others).</summary>
public static class ImageTransforms
{
    /// <summary>Another size; the proportions change with it.</summary>
    public static IImageTransform Resize(int width, int height)
    {
        CheckSize(width, height);
        return Of((image, _) => Resampling.Resize(image, 0, 0, image.Width, image.Height, width, height));
    }

    /// <summary>The middle: the picture is made as small as it can be to fill width and height divided by <paramref name="part"/>, and cut to them.</summary>
    /// <param name="width">Width of the result.</param>
    /// <param name="height">Height of the result.</param>
    /// <param name="part">How much of the fitted picture is kept each way, above 0 to 1; 0.875 is usual.</param>
    public static IImageTransform CenterCrop(int width, int height, double part = 0.875)
    {
        CheckSize(width, height);
        Between(part, 1, nameof(part));
        return Of((image, _) =>
        {
            double scale = Math.Min(image.Width / (double)width, image.Height / (double)height) * part;
            return Resampling.Resize(image, (image.Width - (scale * width)) / 2, (image.Height - (scale * height)) / 2, scale * width, scale * height, width, height);
        });
    }

    /// <summary>A random part of the picture (Szegedy et al. 2015): its area and proportions are drawn, and it is made the given size.</summary>
    /// <param name="width">Width of the result.</param>
    /// <param name="height">Height of the result.</param>
    /// <param name="leastArea">Least share of the picture's area.</param>
    /// <param name="mostArea">Most share.</param>
    /// <param name="leastRatio">Narrowest proportion, width / height.</param>
    /// <param name="mostRatio">Widest proportion.</param>
    public static IImageTransform RandomCrop(int width, int height, double leastArea = 0.08, double mostArea = 1, double leastRatio = 3.0 / 4, double mostRatio = 4.0 / 3)
    {
        CheckSize(width, height);
        Between(leastArea, mostArea, nameof(leastArea));
        Between(mostArea, 1, nameof(mostArea));
        Between(leastRatio, mostRatio, nameof(leastRatio));
        return Of((image, random) =>
        {
            double area = (double)image.Width * image.Height;
            for (int attempt = 0; attempt < 10; attempt++)
            {
                double share = area * (leastArea + ((mostArea - leastArea) * random.NextDouble()));
                double ratio = Math.Exp(Math.Log(leastRatio) + ((Math.Log(mostRatio) - Math.Log(leastRatio)) * random.NextDouble()));
                double w = Math.Round(Math.Sqrt(share * ratio)), h = Math.Round(Math.Sqrt(share / ratio));
                if (w >= 1 && h >= 1 && w <= image.Width && h <= image.Height)
                {
                    double left = Math.Floor(random.NextDouble() * (image.Width - w + 1)), top = Math.Floor(random.NextDouble() * (image.Height - h + 1));
                    return Resampling.Resize(image, left, top, w, h, width, height);
                }
            }

            // No part fits: the middle, as wide or narrow as it may be.
            double own = image.Width / (double)image.Height, wanted = Math.Clamp(own, leastRatio, mostRatio);
            double cw = own > wanted ? image.Height * wanted : image.Width, ch = own > wanted ? image.Height : image.Width / wanted;
            return Resampling.Resize(image, (image.Width - cw) / 2, (image.Height - ch) / 2, cw, ch, width, height);
        });
    }

    /// <summary>Left and right exchanged.</summary>
    /// <param name="chance">How often, 0 to 1.</param>
    public static IImageTransform Flip(double chance = 0.5)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chance);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chance, 1);
        return Of((image, random) => random.NextDouble() < chance ? Flipped(image) : image);
    }

    /// <summary>Brightness, contrast and saturation drawn between 1 - x and 1 + x of what they were, hue turned by up to x of the circle; one after another.</summary>
    public static IImageTransform ColorJitter(double brightness = 0.2, double contrast = 0.2, double saturation = 0.2, double hue = 0)
    {
        foreach ((double value, double most, string name) in new[] { (brightness, 1.0, nameof(brightness)), (contrast, 1, nameof(contrast)), (saturation, 1, nameof(saturation)), (hue, 0.5, nameof(hue)) })
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
        }

        return Of((image, random) =>
        {
            double Draw(double x) => 1 + (x * ((2 * random.NextDouble()) - 1));
            return Colors.Change(image, Draw(brightness), Draw(contrast), Draw(saturation), Draw(hue) - 1);
        });
    }

    /// <summary>A change of your own.</summary>
    public static IImageTransform Of(Func<PixelImage, Random, PixelImage> apply)
    {
        ArgumentNullException.ThrowIfNull(apply);
        return new FunctionTransform(apply);
    }

    private static PixelImage Flipped(PixelImage image)
    {
        byte[] rgb = new byte[image.Rgb.Length];
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                image.Rgb.AsSpan(3 * ((y * image.Width) + image.Width - 1 - x), 3).CopyTo(rgb.AsSpan(3 * ((y * image.Width) + x)));
            }
        }

        return new PixelImage(image.Width, image.Height, rgb);
    }

    private static void CheckSize(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
    }

    private static void Between(double value, double most, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }

    private sealed class FunctionTransform(Func<PixelImage, Random, PixelImage> apply) : IImageTransform
    {
        public PixelImage Apply(PixelImage image, Random random) => apply(image, random);
    }
}
