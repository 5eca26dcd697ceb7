using AiInfra.Images.Decoding;

namespace AiInfra.Images.Transforms;

/// <summary>Arithmetic on colours.</summary>
internal static class Colors
{
    /// <summary>Brightness times a factor; contrast about the mean grey; saturation about each pixel's grey (ITU-R BT.601); hue turned by a share of the circle about the axis of grey.</summary>
    public static PixelImage Change(PixelImage image, double brightness, double contrast, double saturation, double hue)
    {
        byte[] from = image.Rgb;
        double sum = 0;
        for (int i = 0; i < from.Length; i += 3)
        {
            sum += Grey(from[i], from[i + 1], from[i + 2]);
        }

        double mean = brightness * sum / (from.Length / 3);
        (double cos, double sin) = (Math.Cos(2 * Math.PI * hue), Math.Sin(2 * Math.PI * hue));
        double same = (1 + (2 * cos)) / 3, next = ((1 - cos) / 3) - (sin / Math.Sqrt(3)), last = ((1 - cos) / 3) + (sin / Math.Sqrt(3));
        byte[] to = new byte[from.Length];
        for (int i = 0; i < from.Length; i += 3)
        {
            double r = mean + (((from[i] * brightness) - mean) * contrast), g = mean + (((from[i + 1] * brightness) - mean) * contrast), b = mean + (((from[i + 2] * brightness) - mean) * contrast);
            double grey = Grey(r, g, b);
            (r, g, b) = (grey + ((r - grey) * saturation), grey + ((g - grey) * saturation), grey + ((b - grey) * saturation));
            to[i] = Byte((same * r) + (next * g) + (last * b));
            to[i + 1] = Byte((last * r) + (same * g) + (next * b));
            to[i + 2] = Byte((next * r) + (last * g) + (same * b));
        }

        return new PixelImage(image.Width, image.Height, to);
    }

    private static double Grey(double red, double green, double blue) => (0.299 * red) + (0.587 * green) + (0.114 * blue);

    private static byte Byte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
