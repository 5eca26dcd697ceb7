using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Runs;

/// <summary>Runs, the newest first.</summary>
internal sealed class RunsView(IReadOnlyList<RunRow> runs, DashboardRequest request, string? next) : IDashboardView
{
    public void Write(PageWriter html)
    {
        Filter(html);
        if (runs.Count == 0)
        {
            html.Empty(request["experiment"] is null && request["kind"] is null ? "No run yet." : "No such run.");
            return;
        }

        html.Markup("<p>").Link(RunsPage.At, "Parameters and metrics beside each other", (RunParallelView.Asked, "1"), ("experiment", request["experiment"]), ("kind", request["kind"])).Markup("</p>");
        html.Markup("<div class=\"card\">").Table("Runs", "run", "kind", "status", "started", "took", "course", "metrics", "parameters");
        foreach (RunRow run in runs)
        {
            html.Add($"<tr id=\"run-{run.Id}\"><td><b>").Link(RunsPage.At, run.Name, ("id", run.Id)).Markup("</b><br><span class=\"quiet\">").Link(RunsPage.At, run.Experiment, ("experiment", run.Experiment)).Markup("</span></td><td>").Link(RunsPage.At, run.Kind, ("kind", run.Kind));
            html.Add($"</td><td><span class=\"badge {RunTone.Of(run.Status)}\" title=\"{run.Error}\">{run.Status}</span></td><td>").Time(run.StartedAt).Add($"</td><td>{HtmlNumbers.Span((run.EndedAt ?? html.Request.At) - run.StartedAt)}</td><td>");
            HtmlChart.Spark(html.Html, run.Charted ?? "", [.. run.Course.Select(p => (p.X, p.Y))]);
            if (run.Charted is not null && run.Course.Count > 1)
            {
                html.Add($"<span class=\"quiet small\">{run.Charted}</span>");
            }

            html.Markup("</td><td class=\"pairs\">");
            html.Pairs(run.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, HtmlNumbers.Metric(m.Value))), 4).Markup("</td><td class=\"pairs\">");
            html.Pairs(run.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value)), 3).Markup("</td></tr>");
        }

        html.EndTable().Markup("</div>");
        html.Pager(request["before"] is null, Link(null), next is null ? null : Link(next));

        string Link(string? before) => html.Request.Link(RunsPage.At, ("experiment", request["experiment"]), ("kind", request["kind"]), ("before", before));
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, runs, RunJson.Default.IReadOnlyListRunRow);

    private void Filter(PageWriter html)
    {
        if (request["experiment"] is null && request["kind"] is null)
        {
            return;
        }

        html.Markup("<p>Only ");
        html.Pairs(new[] { ("experiment", request["experiment"]), ("kind", request["kind"]) }.Where(f => f.Item2 is not null).Select(f => (f.Item1, f.Item2!)));
        html.Link(RunsPage.At, "Show all").Markup("</p>");
    }
}
