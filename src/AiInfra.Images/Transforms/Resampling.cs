using AiInfra.Images.Decoding;

namespace AiInfra.Images.Transforms;

/// <summary>Makes a part of a picture another size: a triangle filter as wide as the pixels that become one, so that nothing is skipped when it shrinks, and bilinear when it grows. Rows first, then columns.</summary>
internal static class Resampling
{
    public static PixelImage Resize(PixelImage image, double left, double top, double width, double height, int toWidth, int toHeight)
    {
        (int First, float[] Weights)[] columns = Filter(left, width, toWidth, image.Width), rows = Filter(top, height, toHeight, image.Height);
        int firstRow = rows.Min(r => r.First), lastRow = rows.Max(r => r.First + r.Weights.Length);
        float[] wide = new float[3 * toWidth * (lastRow - firstRow)];
        for (int y = firstRow; y < lastRow; y++)
        {
            ReadOnlySpan<byte> from = image.Rgb.AsSpan(3 * y * image.Width, 3 * image.Width);
            for (int x = 0; x < toWidth; x++)
            {
                (int first, float[] weights) = columns[x];
                float red = 0, green = 0, blue = 0;
                for (int i = 0; i < weights.Length; i++)
                {
                    int at = 3 * (first + i);
                    red += weights[i] * from[at];
                    green += weights[i] * from[at + 1];
                    blue += weights[i] * from[at + 2];
                }

                int to = 3 * (((y - firstRow) * toWidth) + x);
                (wide[to], wide[to + 1], wide[to + 2]) = (red, green, blue);
            }
        }

        byte[] rgb = new byte[3 * toWidth * toHeight];
        for (int y = 0; y < toHeight; y++)
        {
            (int first, float[] weights) = rows[y];
            for (int x = 0; x < 3 * toWidth; x++)
            {
                float sum = 0;
                for (int i = 0; i < weights.Length; i++)
                {
                    sum += weights[i] * wide[((first - firstRow + i) * 3 * toWidth) + x];
                }

                rgb[(y * 3 * toWidth) + x] = (byte)Math.Clamp(MathF.Round(sum), 0, 255);
            }
        }

        return new PixelImage(toWidth, toHeight, rgb);
    }

    /// <summary>For each new place: the first old one that counts, and the weights from there on, which add up to one.</summary>
    private static (int First, float[] Weights)[] Filter(double start, double length, int count, int size)
    {
        double scale = length / count, support = Math.Max(scale, 1);
        var filter = new (int, float[])[count];
        for (int i = 0; i < count; i++)
        {
            double center = start + ((i + 0.5) * scale);
            int first = Math.Max(0, (int)Math.Floor(center - support + 0.5)), end = Math.Min(size, (int)Math.Floor(center + support + 0.5));
            first = Math.Min(first, size - 1);
            end = Math.Max(end, first + 1);
            double[] weights = [.. Enumerable.Range(first, end - first).Select(p => Math.Max(0, 1 - (Math.Abs(p + 0.5 - center) / support)))];
            double sum = weights.Sum();
            filter[i] = (first, [.. weights.Select(w => sum > 0 ? (float)(w / sum) : 1f / weights.Length)]);
        }

        return filter;
    }
}
