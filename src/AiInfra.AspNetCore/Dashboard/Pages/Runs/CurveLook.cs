namespace AiInfra.AspNetCore.Dashboard.Pages.Runs;

/// <summary>How curves are drawn: how much they are smoothed, and by which scale.</summary>
/// <param name="Smoothing">Share of the mean so far in each point, in percent: 0 for none.</param>
/// <param name="IsLogarithmic">Whether the axis of values is logarithmic.</param>
internal sealed record CurveLook(int Smoothing, bool IsLogarithmic)
{
    private const int Most = 99;
    private static readonly int[] s_steps = [0, 50, 80, 90, 95, 99];

    public static CurveLook Of(DashboardRequest request) => new(Math.Min(Most, request.Whole("smooth") ?? 0), request["scale"] == "log");

    /// <summary>Draws lines over steps.</summary>
    public void Draw(PageWriter html, string label, IEnumerable<(string Name, string Style, MetricCourse Course)> lines)
    {
        HtmlLine[] drawn = [.. lines.Select(l => new HtmlLine(l.Name, l.Style, [.. Points(l.Course)]))];
        Func<double, string> number = IsLogarithmic ? v => HtmlNumbers.Metric(Math.Pow(10, v)) : HtmlNumbers.Metric;
        new HtmlChart { Label = label, Lines = drawn, Place = HtmlNumbers.Count, Number = number }.Write(html.Html);
        int lost = IsLogarithmic ? drawn.Sum(l => l.Points.Count(p => double.IsNegativeInfinity(p.Y))) : 0;
        if (lost > 0)
        {
            html.Add($"<p class=\"quiet\">{lost} points at or below zero have no place on a logarithmic axis.</p>");
        }
    }

    /// <summary>The choice, as a form that keeps the rest of the address.</summary>
    public void Form(PageWriter html, params ReadOnlySpan<(string Name, string Value)> kept)
    {
        html.Add($"<form class=\"filter\" method=\"get\" action=\"{html.Request.Link(RunsPage.At)}\">");
        foreach ((string name, string value) in kept)
        {
            html.Add($"<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        }

        html.Markup("<label>Smoothing <select name=\"smooth\">");
        foreach (int step in s_steps.Append(Smoothing).Distinct().Order())
        {
            html.Markup(step == Smoothing ? "<option selected " : "<option ").Add($"value=\"{step}\">{step} %</option>");
        }

        html.Markup("</select></label><label>Axis <select name=\"scale\"><option value=\"\">linear</option>").Markup(IsLogarithmic ? "<option selected value=\"log\">" : "<option value=\"log\">").Markup("logarithmic</option></select></label><button>Draw</button></form>");
    }

    /// <summary>An exponential mean without the pull of its beginning; what is no number stays a gap and is not in the mean.</summary>
    private IEnumerable<(double X, double Y)> Points(MetricCourse course)
    {
        double weight = Smoothing / 100.0;
        double mean = 0;
        double share = 1;
        foreach ((double x, double y) in course.Points)
        {
            double value = y;
            if (weight > 0 && double.IsFinite(y))
            {
                mean = (mean * weight) + (y * (1 - weight));
                share *= weight;
                value = mean / (1 - share);
            }

            // A value at or below zero is minus infinity: a gap that is counted.
            yield return (x, IsLogarithmic && double.IsFinite(value) ? value > 0 ? Math.Log10(value) : double.NegativeInfinity : value);
        }
    }
}
