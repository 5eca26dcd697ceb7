using System.Globalization;
using AiInfra.Core.Studies;

namespace AiInfra.Markup;

/// <summary>A picture with two axes whose ticks are named by whoever draws: places are shares of the axes from 0 to 1.</summary>
internal sealed class StudyPlane
{
    public const double Left = 58, Right = 12, Top = 10, Bottom = 42;
    private readonly Html _body = new();
    private readonly double _width, _height;

    public StudyPlane(IReadOnlyList<(double Share, string Name)> x, IReadOnlyList<(double Share, string Name)> y, string xTitle, string yTitle, double width = 380, double height = 260)
    {
        (_width, _height) = (width, height);
        foreach ((double share, string name) in x)
        {
            _body.Add($"<line class='sp-grid' x1='{X(share)}' x2='{X(share)}' y1='{N(Top)}' y2='{N(height - Bottom)}'/><text class='sp-tick' text-anchor='middle' x='{X(share)}' y='{N(height - Bottom + 15)}'>{name}</text>");
        }

        foreach ((double share, string name) in y)
        {
            _body.Add($"<line class='sp-grid' x1='{N(Left)}' x2='{N(width - Right)}' y1='{Y(share)}' y2='{Y(share)}'/><text class='sp-tick' text-anchor='end' x='{N(Left - 6)}' y='{Y(share)}' dy='0.35em'>{name}</text>");
        }

        _body.Add($"<text class='sp-title' text-anchor='middle' x='{N((Left + width - Right) / 2)}' y='{N(height - 8)}'>{xTitle}</text>");
        _body.Add($"<text class='sp-title' text-anchor='middle' transform='translate(12 {N((Top + height - Bottom) / 2)}) rotate(-90)'>{yTitle}</text>");
    }

    /// <summary>Rules of style, which the page's own colours serve.</summary>
    public const string Style = """
        .sp-grid { stroke:var(--line); stroke-width:1; } .sp-tick { fill:var(--dim,var(--quiet)); font-size:11px; } .sp-title { fill:var(--dim,var(--quiet)); font-size:12px; }
        .sp-dot { fill:var(--main,var(--accent)); fill-opacity:.55; } .sp-pale { fill:var(--dim,var(--quiet)); fill-opacity:.3; } .sp-best { fill:var(--before,var(--trial)); } .sp-line { fill:none; stroke:var(--main,var(--accent)); stroke-width:2; stroke-linejoin:round; vector-effect:none; }
        .sp-thin { fill:none; stroke:var(--dim,var(--quiet)); stroke-width:1; stroke-opacity:.28; stroke-dasharray:none; } .sp-good { fill:none; stroke:var(--before,var(--trial)); stroke-width:1.6; stroke-opacity:.85; stroke-dasharray:none; } .sp-cell { fill:var(--main,var(--accent)); } .sp-bar { fill:var(--main,var(--accent)); fill-opacity:.75; } .sp-name { fill:var(--ink); font-size:12.5px; }
        .sp-shade0, .sp-shade1, .sp-shade2, .sp-shade3, .sp-shade4 { fill:none; stroke:var(--main,var(--accent)); stroke-width:1.2; stroke-dasharray:none; } .sp-shade0 { stroke-opacity:.15; } .sp-shade1 { stroke-opacity:.3; } .sp-shade2 { stroke-opacity:.5; } .sp-shade3 { stroke-opacity:.75; } .sp-shade4 { stroke:var(--before,var(--trial)); stroke-width:1.6; stroke-opacity:.9; }
        .sp.wide { grid-column:1 / -1; } .sp figcaption { font-weight:600; } .sp p { margin:6px 0 0; font-size:12.5px; color:var(--dim,var(--quiet)); } .sp svg { width:100%; height:auto; display:block; max-width:none; }
        """;

    public StudyPlane Dot(string style, double x, double y, double radius, string words)
    {
        _body.Add($"<circle class='{style}' cx='{X(x)}' cy='{Y(y)}' r='{N(radius)}'><title>{words}</title></circle>");
        return this;
    }

    public StudyPlane Line(string style, IEnumerable<(double X, double Y)> points, string words = "")
    {
        _body.Add($"<polyline class='{style}' points='{string.Join(' ', points.Select(p => $"{X(p.X)},{Y(p.Y)}"))}'><title>{words}</title></polyline>");
        return this;
    }

    /// <summary>Words at a place.</summary>
    public StudyPlane Mark(double x, double y, string words)
    {
        _body.Add($"<text class='sp-tick' text-anchor='middle' x='{X(x)}' y='{Y(y)}' dy='0.35em'>{words}</text>");
        return this;
    }

    /// <summary>A part of the plane, the stronger the more.</summary>
    public StudyPlane Cell(double x0, double y0, double x1, double y1, double strength)
    {
        _body.Add($"<rect class='sp-cell' fill-opacity='{N(0.04 + (0.86 * Math.Clamp(strength, 0, 1)))}' x='{X(x0)}' y='{Y(y1)}' width='{N(((x1 - x0) * (_width - Left - Right)) + 0.4)}' height='{N(((y1 - y0) * (_height - Top - Bottom)) + 0.4)}'/>");
        return this;
    }

    public void Write(Html html, string title, string? note = null, bool wide = false)
    {
        html.Add($"<figure class='{(wide ? "card sp wide" : "card sp")}'><figcaption>{title}</figcaption><svg viewBox='0 0 {N(_width)} {N(_height)}' role='img' aria-label='{title}'>{_body}</svg>");
        if (note is not null)
        {
            html.Add($"<p>{note}</p>");
        }

        html.Markup("</figure>");
    }

    /// <summary>Ticks of a parameter's range, by share.</summary>
    public static IReadOnlyList<(double Share, string Name)> Ticks(ParameterRange range)
    {
        if (range.Kind == ParameterKind.Choice)
        {
            return [.. range.Choices.Select((c, i) => (range.ShareOf(i), Short(c)))];
        }

        if (range.Log && range.High / range.Low >= 100)
        {
            int from = (int)Math.Ceiling(Math.Log10(range.Low) - 1e-9), to = (int)Math.Floor(Math.Log10(range.High) + 1e-9), each = Math.Max(1, (to - from) / 4);
            return [.. Enumerable.Range(0, ((to - from) / each) + 1).Select(i => Math.Pow(10, from + (i * each))).Select(v => (range.ShareOf(v), Number(v)))];
        }

        if (range.Count <= 6)
        {
            return [.. Enumerable.Range(0, (int)range.Count).Select(i => range.Low + (i * Math.Max(range.Step, 0))).Select(v => (range.ShareOf(v), Number(v)))];
        }

        return range.Log
            ? [.. new[] { 0.02, 0.35, 0.68, 0.98 }.Select(range.At).Distinct().Select(v => (range.ShareOf(v), Number(v)))]
            : [.. Ticks(range.Low, range.High).Select(v => (range.ShareOf(v), Number(v)))];
    }

    /// <summary>Ticks of a span of numbers, by share.</summary>
    public static IReadOnlyList<(double Share, string Name)> Ticks((double Low, double High, bool Cut) span) =>
        [.. Ticks(span.Low, span.High).Select(v => ((v - span.Low) / (span.High - span.Low), Number(v)))];

    public static string Number(double value) => Math.Abs(value) is >= 1e5 or (< 1e-3 and > 0) ? value.ToString("0.##E0", CultureInfo.InvariantCulture) : HtmlNumbers.Metric(value);

    public static string Short(string text) => text.Length > 12 ? text[..11] + "…" : text;

    private static IEnumerable<double> Ticks(double low, double high)
    {
        double raw = (high - low) / 5, size = Math.Pow(10, Math.Floor(Math.Log10(raw))), step = size * (raw / size <= 1 ? 1 : raw / size <= 2 ? 2 : raw / size <= 5 ? 5 : 10), first = Math.Ceiling((low / step) - 1e-9);
        for (int i = 0; i < 12 && (first + i) * step <= high + (step * 1e-9); i++)
        {
            yield return Math.Abs((first + i) * step) < step * 1e-9 ? 0 : (first + i) * step;
        }
    }

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private string X(double share) => N(Left + (Math.Clamp(share, -0.02, 1.02) * (_width - Left - Right)));

    private string Y(double share) => N(_height - Bottom - (Math.Clamp(share, -0.02, 1.02) * (_height - Top - Bottom)));
}
