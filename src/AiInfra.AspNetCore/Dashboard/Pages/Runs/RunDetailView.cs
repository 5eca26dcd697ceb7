using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Parts;
using AiInfra.Core.Catalog;

namespace AiInfra.AspNetCore.Dashboard.Pages.Runs;

/// <summary>One run: status, parameters, tags, and the course of every metric.</summary>
internal sealed class RunDetailView(RunDetail detail) : IDashboardView
{
    public bool IsLive => detail.Run.EndedAt is null;

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

        if (detail.Tags.TryGetValue(RunTags.Note, out string? note))
        {
            html.Add($"<p>{note}</p>");
        }

        html.Facts("Metrics, newest values", run.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, HtmlNumbers.Metric(m.Value))));
        html.Facts("Parameters", run.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value)));
        html.Facts("Tags", detail.Tags.Where(t => t.Key != RunTags.Note).OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value)));
        html.Add($"<form class=\"filter\" method=\"get\" action=\"{html.Request.Link(RunsPage.At)}\"><input type=\"hidden\" name=\"id\" value=\"{run.Id}\"><label>Compare with run <input name=\"with\" required maxlength=\"200\" list=\"others\" placeholder=\"its id\"></label><datalist id=\"others\">");
        foreach ((string id, string name) in detail.Others)
        {
            html.Add($"<option value=\"{id}\">{name}</option>");
        }

        html.Markup("</datalist><button>Compare</button></form></article>");
        Files(html);
        MetricCourse[] drawn = [.. detail.Courses.Where(c => c.Points.Count > 1)];
        if (drawn.Length == 0)
        {
            return;
        }

        CurveLook look = CurveLook.Of(html.Request);
        html.Markup("<h2>Metrics by step</h2>");
        look.Form(html, ("id", run.Id));
        html.Markup("<div class=\"charts\">");
        foreach (MetricCourse course in drawn)
        {
            html.Add($"<figure class=\"card quality\"><figcaption><span>{course.Metric}</span><b>{HtmlNumbers.Metric(course.Points[^1].Y)}</b>").Markup(Lost(course)).Markup("</figcaption>");
            look.Draw(html, $"{course.Metric} by step", [(course.Metric, "main", course)]);
            html.Markup("</figure>");
        }

        html.Markup("</div>");
        if (detail.MoreCourses > 0)
        {
            html.Add($"<p class=\"quiet\">The courses of {detail.MoreCourses} more metrics are not drawn.</p>");
        }
    }

    /// <summary>What it left, what it read, and what came from what.</summary>
    private void Files(PageWriter html)
    {
        if (detail.Files.Count > 0)
        {
            html.Markup("<h2>Files</h2><div class=\"card\">").Table("Files of the run", "Path", "#Size", "Digest", "Logged");
            foreach (RunFile file in detail.Files)
            {
                html.Add($"<tr><td class=\"wide\">{file.Path}</td><td class=\"n\">{HtmlNumbers.Bytes(file.Bytes)}</td><td><code title=\"{file.Digest}\">{HtmlNumbers.Short(file.Digest)}</code></td><td>").Time(file.At).Markup("</td></tr>");
            }

            html.EndTable();
            html.Markup(detail.MoreFiles > 0 ? "<p class=\"quiet\">" : "").Add($"{(detail.MoreFiles > 0 ? $"{detail.MoreFiles} more files are not shown." : "")}").Markup(detail.MoreFiles > 0 ? "</p></div>" : "</div>");
        }

        if (detail.Inputs.Count > 0)
        {
            html.Markup("<h2>Datasets it read</h2><div class=\"card\">").Table("Datasets", "Dataset", "Digest", "For", "Source");
            foreach (RunInput input in detail.Inputs)
            {
                html.Add($"<tr><td class=\"wide\">{input.Name}</td><td><code>{input.Digest}</code></td><td>{input.Context}</td><td class=\"wide\">{input.Source}</td></tr>");
            }

            html.EndTable().Markup("</div>");
        }

        Edges(html, "What it came from", detail.From);
        Edges(html, "What came from it", detail.To);
    }

    private static void Edges(PageWriter html, string title, IReadOnlyList<LineageEdge> edges)
    {
        if (edges.Count == 0)
        {
            return;
        }

        html.Add($"<h2>{title}</h2><div class=\"card\">").Table(title, "From", "Role", "To");
        foreach (LineageEdge edge in edges)
        {
            html.Add($"<tr><td class=\"wide\">{edge.From.Kind} {edge.From.Id}</td><td>{edge.Role}</td><td class=\"wide\">{edge.To.Kind} {edge.To.Id}</td></tr>");
        }

        html.EndTable().Markup("</div>");
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
