using System.Globalization;
using System.Text.Json;

namespace AiInfra.AspNetCore.Dashboard.Pages.Runs;

/// <summary>Two runs beside each other: what differs comes first.</summary>
internal sealed class RunComparisonView(RunDetail first, RunDetail second) : IDashboardView
{
    public void Write(PageWriter html)
    {
        html.Markup("<div class=\"cards\">");
        Head(html, first.Run, "A");
        Head(html, second.Run, "B");
        html.Markup("</div>");
        Table(html, "Metrics", Shown(first.Run.Metrics, second.Run.Metrics), Shown(second.Run.Metrics, first.Run.Metrics));
        Table(html, "Parameters", first.Run.Parameters, second.Run.Parameters);
        Dictionary<string, MetricCourse> others = second.Courses.ToDictionary(c => c.Metric);
        MetricCourse[] both = [.. first.Courses.Where(c => c.Points.Count > 1 && others.TryGetValue(c.Metric, out MetricCourse? other) && other.Points.Count > 1)];
        if (both.Length == 0)
        {
            return;
        }

        html.Markup("<h2>Metrics by step</h2><div class=\"charts\">");
        foreach (MetricCourse course in both)
        {
            html.Add($"<figure class=\"card quality\"><figcaption><span>{course.Metric}</span></figcaption>");
            new HtmlChart { Label = $"{course.Metric} of both runs by step", Lines = [Line("A", "main", course), Line("B", "shadow", others[course.Metric])], Place = HtmlNumbers.Count }.Write(html.Html);
            html.Markup("</figure>");
        }

        html.Markup("</div>");

        static HtmlLine Line(string name, string style, MetricCourse course) => new(name, style, [.. course.Points.Select(p => (p.X, p.Y))]);
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, [first, second], RunJson.Default.IReadOnlyListRunDetail);

    // What differs must not look alike for being rounded: then all digits are shown.
    private static Dictionary<string, string> Shown(IReadOnlyDictionary<string, double> metrics, IReadOnlyDictionary<string, double> others) => metrics.ToDictionary(m => m.Key, m =>
    {
        string words = HtmlNumbers.Metric(m.Value);
        return others.TryGetValue(m.Key, out double other) && !other.Equals(m.Value) && HtmlNumbers.Metric(other) == words ? m.Value.ToString("R", CultureInfo.InvariantCulture) : words;
    });

    private static void Head(PageWriter html, RunRow run, string letter)
    {
        html.Add($"<article class=\"card\"><header><span class=\"badge\">{letter}</span><h3>").Link(RunsPage.At, run.Name, ("id", run.Id)).Add($"</h3><span class=\"badge {RunTone.Of(run.Status)}\">{run.Status}</span></header>");
        html.Add($"<p class=\"quiet\">{run.Kind} of {run.Experiment}, started ").Time(run.StartedAt).Add($", {(run.EndedAt is null ? "runs for" : "took")} {HtmlNumbers.Span((run.EndedAt ?? html.Request.At) - run.StartedAt)}</p></article>");
    }

    private static void Table(PageWriter html, string title, IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b)
    {
        (string Name, string A, string B)[] rows = [.. a.Keys.Union(b.Keys).Select(k => (Name: k, A: a.GetValueOrDefault(k, "–"), B: b.GetValueOrDefault(k, "–"))).OrderBy(r => r.A == r.B).ThenBy(r => r.Name, StringComparer.Ordinal)];
        if (rows.Length == 0)
        {
            return;
        }

        html.Add($"<h2>{title}</h2><div class=\"card\">").Table(title, "", "A", "B");
        foreach ((string name, string one, string other) in rows)
        {
            string tone = one == other ? "quiet" : "";
            html.Add($"<tr><td class=\"wide\">{name}</td><td class=\"wide {tone}\">{one}</td><td class=\"wide {tone}\">{other}</td></tr>");
        }

        html.EndTable().Markup("</div>");
    }
}
