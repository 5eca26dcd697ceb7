using System.Globalization;

namespace AiInfra.Evaluation.Reports;

/// <summary>A small chart as inline SVG: axes, lines, dots, bars. Colours come from the page's style sheet.</summary>
internal sealed class SvgChart
{
    private const double Width = 380, Height = 300, Left = 52, Right = 14, Top = 12, Bottom = 44;
    private const int Longest = 22;
    private const int MostTicks = 12;
    private readonly Html _body = new();
    private readonly double _x0, _x1, _y0, _y1;

    public SvgChart(double x0, double x1, double y0, double y1, string xTitle, string yTitle, IReadOnlyList<double>? yTicks = null)
    {
        (_x0, _x1, _y0, _y1) = (x0, x1 > x0 ? x1 : x0 + Room(x0), y0, y1 > y0 ? y1 : y0 + Room(y0));
        foreach (double tick in Ticks(_x0, _x1))
        {
            _body.Add($"<line class='grid' x1='{X(tick)}' x2='{X(tick)}' y1='{N(Top)}' y2='{N(Height - Bottom)}'/>");
            _body.Add($"<text class='tick' text-anchor='middle' x='{X(tick)}' y='{N(Height - Bottom + 16)}'>{ReportText.Tick(tick)}</text>");
        }

        foreach (double tick in yTicks ?? Ticks(_y0, _y1))
        {
            _body.Add($"<line class='grid' x1='{N(Left)}' x2='{N(Width - Right)}' y1='{Y(tick)}' y2='{Y(tick)}'/>");
            _body.Add($"<text class='tick' text-anchor='end' x='{N(Left - 6)}' y='{Y(tick)}' dy='0.35em'>{ReportText.Tick(tick)}</text>");
        }

        _body.Add($"<text class='title' text-anchor='middle' x='{N((Left + Width - Right) / 2)}' y='{N(Height - 8)}'>{xTitle}</text>");
        _body.Add($"<text class='title' text-anchor='middle' transform='translate(13 {N((Top + Height - Bottom) / 2)}) rotate(-90)'>{yTitle}</text>");
    }

    public SvgChart Line(string style, IEnumerable<(double X, double Y)> points)
    {
        _body.Add($"<polyline class='{style}' points='{string.Join(' ', points.Select(p => $"{X(p.X)},{Y(p.Y)}"))}'/>");
        return this;
    }

    public SvgChart Steps(string style, IEnumerable<(double X, double Y)> points)
    {
        var stepped = new List<(double X, double Y)>();
        foreach ((double X, double Y) p in points)
        {
            if (stepped.Count > 0)
            {
                stepped.Add((stepped[^1].X, p.Y));
            }

            stepped.Add(p);
        }

        return Line(style, stepped);
    }

    /// <summary>A line whose height holds until the next point, as in a curve of survival.</summary>
    public SvgChart HeldSteps(string style, IEnumerable<(double X, double Y)> points)
    {
        var stepped = new List<(double X, double Y)>();
        foreach ((double X, double Y) p in points)
        {
            if (stepped.Count > 0)
            {
                stepped.Add((p.X, stepped[^1].Y));
            }

            stepped.Add(p);
        }

        return Line(style, stepped);
    }

    public SvgChart Area(string style, IEnumerable<(double X, double Low, double High)> points)
    {
        var all = points.ToList();
        IEnumerable<string> there = all.Select(p => $"{X(p.X)},{Y(p.High)}"), back = Enumerable.Reverse(all).Select(p => $"{X(p.X)},{Y(p.Low)}");
        _body.Add($"<polygon class='{style}' points='{string.Join(' ', there.Concat(back))}'/>");
        return this;
    }

    /// <summary>Names lines, in the upper left corner or the lower right one.</summary>
    public SvgChart Legend(IReadOnlyList<(string Style, string Name)> lines, bool top)
    {
        double widest = 26 + (6.4 * lines.Max(l => Math.Min(Longest, l.Name.Length)));
        double x = top ? Left + 8 : Width - Right - 6 - widest, y = top ? Top + 12 : Height - Bottom - 10 - (16 * (lines.Count - 1));
        foreach ((string style, string name) in lines)
        {
            // Names that begin alike, as those of versions do, are told apart by their ends.
            bool alike = lines.Any(l => l.Name != name && ReportText.Short(l.Name, Longest) == ReportText.Short(name, Longest));
            _body.Add($"<line class='{style} key' x1='{N(x)}' x2='{N(x + 18)}' y1='{N(y)}' y2='{N(y)}'/><text class='tick' x='{N(x + 24)}' y='{N(y)}' dy='0.35em'>{(alike ? ReportText.End(name, Longest) : ReportText.Short(name, Longest))}<title>{name}</title></text>");
            y += 16;
        }

        return this;
    }

    public SvgChart Dot(string style, double x, double y, double radius, string words)
    {
        _body.Add($"<circle class='{style}' cx='{X(x)}' cy='{Y(y)}' r='{N(radius)}'><title>{words}</title></circle>");
        return this;
    }

    public SvgChart Bar(double from, double to, double height, string words)
    {
        double left = Px(from), right = Px(to), top = Py(height);
        _body.Add($"<rect class='bar' x='{N(left + 0.5)}' width='{N(Math.Max(0.5, right - left - 1))}' y='{N(top)}' height='{N(Math.Max(0, Py(_y0) - top))}'><title>{words}</title></rect>");
        return this;
    }

    public string ToSvg(string title) => new Html().Add(
        $"<figure><figcaption>{title}</figcaption><svg viewBox='0 0 {N(Width)} {N(Height)}' role='img' aria-label='{title}'>{_body}</svg></figure>").ToString();

    internal static IReadOnlyList<double> Ticks(double from, double to)
    {
        double raw = (to - from) / 5, size = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double step = size * (raw / size is var r && r <= 1 ? 1 : r <= 2 ? 2 : r <= 5 ? 5 : 10);
        var ticks = new List<double>();
        double first = Math.Ceiling(from / step - 1e-9);

        // Counted: where numbers are so large that one more is the same, no tick would be the last.
        for (int i = 0; i < MostTicks && (first + i) * step <= to + (step * 1e-9); i++)
        {
            ticks.Add((first + i) * step);
        }

        return [.. ticks.Distinct()];
    }

    /// <summary>Room for a value that stands alone, also where it is too large for 1 to matter.</summary>
    internal static double Room(double value) => Math.Max(1, Math.Abs(value) * 0.02);

    internal static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private double Px(double x) => Left + (Share(x, _x0, _x1) * (Width - Left - Right));

    private double Py(double y) => Height - Bottom - (Share(y, _y0, _y1) * (Height - Top - Bottom));

    // Halves: the way from one end of all doubles to the other is longer than the longest double.
    private static double Share(double value, double low, double high) => ((Math.Clamp(value, low, high) / 2) - (low / 2)) / ((high / 2) - (low / 2));

    private string X(double x) => N(Px(x));

    private string Y(double y) => N(Py(y));
}
