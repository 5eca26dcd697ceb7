using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Runs;

/// <summary>One run: status, parameters, tags, and the course of every metric.</summary>
internal sealed class RunDetailView(RunDetail detail) : IDashboardView
{
    public void Write(PageWriter html)
    {
        RunRow run = detail.Run;
        html.Add($"<article class=\"card\"><header><h3>{run.Name}</h3><span class=\"badge {RunTone.Of(run.Status)}\">{run.Status}</span><span class=\"quiet\">{run.Kind} of ").Link(RunsPage.At, run.Experiment, ("experiment", run.Experiment));
        html.Markup(", started ").Time(run.StartedAt).Add($", {(run.EndedAt is null ? "runs for" : "took")} {HtmlNumbers.Span((run.EndedAt ?? html.Request.At) - run.StartedAt)}</span></header><p><code class=\"whole\">{run.Id}</code></p>");
        if (run.Error is not null)
        {
            html.Add($"<p class=\"alarm\">{run.Error}</p>");
        }

        if (detail.ParentId is not null)
        {
            html.Markup("<p>Started by run ").Id(RunsPage.At, "id", detail.ParentId).Markup("</p>");
        }

        html.Facts("Metrics, newest values", run.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, HtmlNumbers.Metric(m.Value))));
        html.Facts("Parameters", run.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value)));
        html.Facts("Tags", detail.Tags.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value)));
        html.Add($"<form class=\"filter\" method=\"get\" action=\"{html.Request.Link(RunsPage.At)}\"><input type=\"hidden\" name=\"id\" value=\"{run.Id}\"><label>Compare with run <input name=\"with\" required maxlength=\"200\" list=\"others\" placeholder=\"its id\"></label><datalist id=\"others\">");
        foreach ((string id, string name) in detail.Others)
        {
            html.Add($"<option value=\"{id}\">{name}</option>");
        }

        html.Markup("</datalist><button>Compare</button></form></article>");
        MetricCourse[] drawn = [.. detail.Courses.Where(c => c.Points.Count > 1)];
        if (drawn.Length == 0)
        {
            return;
        }

        html.Markup("<h2>Metrics by step</h2><div class=\"charts\">");
        foreach (MetricCourse course in drawn)
        {
            html.Add($"<figure class=\"card quality\"><figcaption><span>{course.Metric}</span><b>{HtmlNumbers.Metric(course.Points[^1].Y)}</b>").Markup(Lost(course)).Markup("</figcaption>");
            new HtmlChart { Label = $"{course.Metric} by step", Lines = [new HtmlLine(course.Metric, "main", [.. course.Points.Select(p => (p.X, p.Y))])], Place = HtmlNumbers.Count }.Write(html.Html);
            html.Markup("</figure>");
        }

        html.Markup("</div>");
        if (detail.MoreCourses > 0)
        {
            html.Add($"<p class=\"quiet\">The courses of {detail.MoreCourses} more metrics are not drawn.</p>");
        }
    }

    /// <summary>A line that ends early looks like one that goes well: where it was lost is said.</summary>
    private static string Lost(MetricCourse course)
    {
        int from = course.Points.Count;
        while (from > 0 && !double.IsFinite(course.Points[from - 1].Y))
        {
            from--;
        }

        return from == course.Points.Count ? "" : $"<span class=\"bad\">no number from step {HtmlNumbers.Count(course.Points[from].X)} on</span>";
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, [detail], RunJson.Default.IReadOnlyListRunDetail);
}
