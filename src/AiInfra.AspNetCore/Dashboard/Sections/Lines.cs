using System.Globalization;
using System.Text;
using AiInfra.AspNetCore.Dashboard.Views;

namespace AiInfra.AspNetCore.Dashboard.Sections;

/// <summary>Draws lines as SVG. Colours come from the style sheet.</summary>
internal static class Lines
{
    private const int SparkWidth = 120;
    private const int SparkHeight = 28;
    private const int ChartWidth = 640;
    private const int ChartHeight = 120;

    /// <summary>A small line without axes.</summary>
    public static void Spark(Html html, string name, IReadOnlyList<Sample> points)
    {
        if (points.Count < 2)
        {
            html.Markup("<span class=\"quiet\">–</span>");
            return;
        }

        (double low, double high) = Range(points);
        html.Add($"<svg class=\"spark\" viewBox=\"0 0 {SparkWidth} {SparkHeight}\" role=\"img\" aria-label=\"{name} from {Words.Metric(points[0].Y)} to {Words.Metric(points[^1].Y)}\"><polyline points=\"");
        html.Markup(Path(points, points[0].X, points[^1].X, low, high, SparkWidth, SparkHeight));
        html.Markup("\"/></svg>");
    }

    /// <summary>The line of windowed quality with what happened along it.</summary>
    public static void Quality(Html html, QualityView quality)
    {
        Sample[] all = [.. quality.Answers, .. quality.Shadow];
        (double low, double high) = Range(all);
        double from = all.Min(p => p.X);
        double to = all.Max(p => p.X);
        html.Add($"<figure class=\"quality\"><figcaption><span>{quality.Metric}, windowed</span><b class=\"{(quality.Degraded ? "bad" : "")}\">{Words.Metric(quality.Latest)}</b>");
        if (quality.Baseline is double baseline)
        {
            html.Add($"<span class=\"quiet\">baseline {Words.Metric(baseline)}</span>");
        }

        html.Add($"</figcaption><div class=\"plot\"><svg viewBox=\"0 0 {ChartWidth} {ChartHeight}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{quality.Metric} between {Words.Metric(low)} and {Words.Metric(high)}, now {Words.Metric(quality.Latest)}\">");
        foreach (LineMark mark in quality.Marks)
        {
            string x = Text(X(mark.X, from, to, ChartWidth));
            html.Add($"<line class=\"mark k-{mark.Kind}\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"{ChartHeight}\"><title>{mark.Message}</title></line>");
        }

        if (quality.Shadow.Count > 1)
        {
            html.Markup("<polyline class=\"shadow\" points=\"").Markup(Path(quality.Shadow, from, to, low, high, ChartWidth, ChartHeight)).Markup("\"/>");
        }

        html.Markup("<polyline points=\"").Markup(Path(quality.Answers, from, to, low, high, ChartWidth, ChartHeight)).Markup("\"/></svg>");
        html.Add($"<span class=\"top\">{Words.Metric(high)}</span><span class=\"bottom\">{Words.Metric(low)}</span></div>");
        if (quality.Marks.Count > 0 || quality.Shadow.Count > 1)
        {
            Legend(html, quality);
        }

        html.Markup("</figure>");
    }

    private static void Legend(Html html, QualityView quality)
    {
        html.Markup("<div class=\"legend\">");
        foreach (string kind in quality.Marks.Select(m => m.Kind).Distinct().Order(StringComparer.Ordinal))
        {
            html.Add($"<span class=\"key k-{kind}\">{kind}</span>");
        }

        if (quality.Shadow.Count > 1)
        {
            html.Markup("<span class=\"key k-shadow\">challenger</span>");
        }

        html.Markup("</div>");
    }

    private static (double Low, double High) Range(IReadOnlyList<Sample> points)
    {
        double low = points.Min(p => p.Y);
        double high = points.Max(p => p.Y);
        return low < high ? (low, high) : (low - 0.5, high + 0.5);
    }

    private static string Path(IReadOnlyList<Sample> points, double from, double to, double low, double high, int width, int height)
    {
        var text = new StringBuilder(points.Count * 12);
        foreach (Sample point in points)
        {
            double y = 2 + ((height - 4) * (1 - ((point.Y - low) / (high - low))));
            text.Append(Text(X(point.X, from, to, width))).Append(',').Append(Text(y)).Append(' ');
        }

        return text.ToString();
    }

    private static double X(double x, double from, double to, int width) => to > from ? (x - from) / (to - from) * width : width / 2.0;

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
