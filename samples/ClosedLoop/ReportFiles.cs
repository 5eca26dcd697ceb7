using System.Globalization;
using System.Text;
using SkiaSharp;

namespace ClosedLoop;

/// <summary>The picture as SVG and PNG, and one page that holds it.</summary>
internal static class ReportFiles
{
    public static void Write(StreamResult result, RunOptions options)
    {
        string folder = options.Out;
        ScottPlot.Multiplot picture = QualityPicture.Draw(result);
        File.WriteAllBytes(Path.Combine(folder, "report.png"), Png(picture));
        string svg = Svg(picture);
        File.WriteAllText(Path.Combine(folder, "report.svg"), svg);
        File.WriteAllText(Path.Combine(folder, "report.html"), ReportPage.Write(result, svg));
        File.WriteAllLines(Path.Combine(folder, "quality.csv"), Rows(result));
    }

    private static byte[] Png(ScottPlot.Multiplot picture)
    {
        using var surface = SKSurface.Create(new SKImageInfo(QualityPicture.Width, QualityPicture.Height));
        Draw(picture, surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static void Draw(ScottPlot.Multiplot picture, SKCanvas canvas) =>
        picture.Render(canvas, new ScottPlot.PixelRect(0, QualityPicture.Width, QualityPicture.Height, 0));

    private static string Svg(ScottPlot.Multiplot picture)
    {
        using var stream = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, QualityPicture.Width, QualityPicture.Height), stream))
        {
            Draw(picture, canvas);
        }

        // Without a view box a browser can't scale it.
        return Encoding.UTF8.GetString(stream.ToArray()).Replace("<svg ", $"<svg viewBox=\"0 0 {QualityPicture.Width} {QualityPicture.Height}\" ", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Rows(StreamResult result)
    {
        yield return "row,frozen,learning,no_change";
        int window = QualityPicture.Window(result), step = QualityPicture.Step(result);
        for (int end = step; end <= result.Frozen.Count; end += step)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{end},{result.Frozen.Window(end, window):0.#####},{result.Learning.Window(end, window):0.#####},{result.NoChange.Window(end, window):0.#####}");
        }
    }
}
