using System.Globalization;
using System.Text;

namespace AiInfra.Markup;

/// <summary>Draws lines as SVG that stretches with the page. Colours come from the style sheet; the numbers at its edges are text beside it, so that they stay readable at any width.</summary>
internal sealed class HtmlChart
{
    private const int SparkWidth = 120;
    private const int SparkHeight = 28;
    private const int Width = 640;
    private const int Height = 120;

    /// <summary>What is drawn, for those who can't see it.</summary>
    public required string Label { get; init; }

    /// <summary>Lines; those without a point are left out.</summary>
    public required IReadOnlyList<HtmlLine> Lines { get; init; }

    /// <summary>What happened along it.</summary>
    public IReadOnlyList<HtmlMark> Marks { get; init; } = [];

    /// <summary>Whether the axis begins at zero, as that of counts and times does.</summary>
    public bool FromZero { get; init; }

    /// <summary>Ends of the horizontal axis; null takes those of the points.</summary>
    public (double From, double To)? Span { get; init; }

    /// <summary>How a value is written.</summary>
    public Func<double, string> Number { get; init; } = HtmlNumbers.Metric;

    /// <summary>How a place on the horizontal axis is written; null for an axis without words.</summary>
    public Func<double, string>? Place { get; init; }

    /// <summary>A small line without axes; a dash where there are fewer than two points.</summary>
    public static void Spark(Html html, string name, IReadOnlyList<(double X, double Y)> points)
    {
        (double X, double Y)[] there = [.. points.Where(p => double.IsFinite(p.Y))];
        if (there.Length < 2)
        {
            html.Markup("<span class=\"quiet\">–</span>");
            return;
        }

        (double low, double high) = Range([.. there.Select(p => p.Y)], false);
        html.Add($"<svg class=\"spark\" viewBox=\"0 0 {SparkWidth} {SparkHeight}\" role=\"img\" aria-label=\"{name} from {HtmlNumbers.Metric(there[0].Y)} to {HtmlNumbers.Metric(there[^1].Y)}\"><polyline points=\"");
        html.Markup(Path(there, there[0].X, there[^1].X, low, high, SparkWidth, SparkHeight)).Markup("\"/></svg>");
    }

    /// <summary>The chart with its axes and, where there is more than one thing to tell apart, its legend.</summary>
    public void Write(Html html)
    {
        double[] values = [.. Lines.SelectMany(l => l.Points).Select(p => p.Y).Where(double.IsFinite)];
        if (values.Length == 0)
        {
            html.Markup("<p class=\"quiet\">Nothing to draw yet.</p>");
            return;
        }

        (double low, double high) = Range(values, FromZero);
        (double from, double to) = Span ?? (Lines.SelectMany(l => l.Points).Min(p => p.X), Lines.SelectMany(l => l.Points).Max(p => p.X));
        html.Add($"<div class=\"plot\"><svg viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{Label}\">");
        foreach (HtmlMark mark in Marks.Where(m => m.X >= from && m.X <= to))
        {
            string x = Text(X(mark.X, from, to, Width));
            html.Add($"<line class=\"mark k-{mark.Kind}\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"{Height}\"><title>{mark.Words}</title></line>");
        }

        foreach (HtmlLine line in Lines)
        {
            foreach (IReadOnlyList<(double X, double Y)> piece in Pieces(line.Points))
            {
                // A single point is drawn as a short stroke: a line of one point has no length.
                IReadOnlyList<(double X, double Y)> drawn = piece.Count > 1 ? piece : [piece[0], (piece[0].X + ((to - from) * 0.004), piece[0].Y)];
                html.Add($"<polyline class=\"{line.Style}\" points=\"").Markup(Path(drawn, from, to, low, high, Width, Height)).Markup("\"/>");
            }
        }

        html.Add($"</svg><span class=\"top\">{Number(high)}</span><span class=\"bottom\">{Number(low)}</span></div>");
        if (Place is not null)
        {
            html.Add($"<div class=\"axis\"><span>{Place(from)}</span><span>{Place((from + to) / 2)}</span><span>{Place(to)}</span></div>");
        }

        Legend(html, from, to);
    }

    private void Legend(Html html, double from, double to)
    {
        string[] kinds = [.. Marks.Where(m => m.X >= from && m.X <= to).Select(m => m.Kind).Distinct().Order(StringComparer.Ordinal)];
        HtmlLine[] named = [.. Lines.Where(l => l.Points.Count > 0)];
        if (kinds.Length == 0 && named.Length < 2)
        {
            return;
        }

        html.Markup("<div class=\"legend\">");
        foreach (HtmlLine line in named.Length > 1 ? named : [])
        {
            html.Add($"<span class=\"key l-{line.Style}\">{line.Name}</span>");
        }

        foreach (string kind in kinds)
        {
            html.Add($"<span class=\"key k-{kind}\">{kind}</span>");
        }

        html.Markup("</div>");
    }

    private static IEnumerable<IReadOnlyList<(double X, double Y)>> Pieces(IReadOnlyList<(double X, double Y)> points)
    {
        var piece = new List<(double X, double Y)>();
        foreach ((double X, double Y) point in points)
        {
            if (double.IsFinite(point.Y))
            {
                piece.Add(point);
            }
            else if (piece.Count > 0)
            {
                yield return piece;
                piece = [];
            }
        }

        if (piece.Count > 0)
        {
            yield return piece;
        }
    }

    private static (double Low, double High) Range(double[] values, bool fromZero)
    {
        double low = fromZero ? Math.Min(0, values.Min()) : values.Min();
        double high = values.Max();
        if (low < high)
        {
            return (low, high);
        }

        // A line that is level: so much room that it can be seen, also where numbers are too large for a half to matter.
        double room = Math.Max(0.5, Math.Abs(high) * 0.01);
        return fromZero ? (low, low + (2 * room)) : (low - room, high + room);
    }

    private static string Path(IReadOnlyList<(double X, double Y)> points, double from, double to, double low, double high, int width, int height)
    {
        var text = new StringBuilder(points.Count * 12);
        foreach ((double x, double value) in points)
        {
            // Halves: the way from one end of all doubles to the other is longer than the longest double.
            double y = 2 + ((height - 4) * (1 - (((value / 2) - (low / 2)) / ((high / 2) - (low / 2)))));
            text.Append(Text(X(x, from, to, width))).Append(',').Append(Text(y)).Append(' ');
        }

        return text.ToString();
    }

    private static double X(double x, double from, double to, int width) => to > from ? (x - from) / (to - from) * width : width / 2.0;

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
