using AiInfra.AspNetCore.Dashboard.Views;

namespace AiInfra.AspNetCore.Dashboard.Sections;

/// <summary>Runs, the newest first.</summary>
internal static class RunsSection
{
    public static void Write(Html html, PageView page)
    {
        html.Markup("<section id=\"runs\" aria-labelledby=\"h-runs\"><h2 id=\"h-runs\">Runs</h2>");
        if (page.Runs.Count == 0)
        {
            html.Markup("<p class=\"empty\">No run yet.</p></section>");
            return;
        }

        html.Markup("<div class=\"card\"><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Runs\"><table><thead><tr><th>run</th><th>kind</th><th>status</th><th>started</th><th>took</th><th>course</th><th>metrics</th><th>parameters</th></tr></thead><tbody>");
        foreach (RunRow run in page.Runs)
        {
            html.Add($"<tr id=\"run-{run.Id}\"><td><b title=\"{run.Id}\">{run.Name}</b><br><span class=\"quiet\">{run.Experiment}</span></td><td>{run.Kind}</td><td><span class=\"badge {Tone(run.Status)}\" title=\"{run.Error}\">{run.Status}</span></td>");
            html.Add($"<td><time datetime=\"{run.StartedAt.UtcDateTime.ToString("O")}\" title=\"{run.StartedAt.UtcDateTime.ToString("u")}\">{Words.Ago(page.At - run.StartedAt)}</time></td><td>{Words.Span((run.EndedAt ?? page.At) - run.StartedAt)}</td><td>");
            Lines.Spark(html, run.Charted ?? "", run.Course);
            if (run.Charted is not null && run.Course.Count > 1)
            {
                html.Add($"<span class=\"quiet small\">{run.Charted}</span>");
            }

            html.Markup("</td><td class=\"pairs\">");
            ModelsSection.Pairs(html, run.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, Words.Metric(m.Value))), 4);
            html.Markup("</td><td class=\"pairs\">");
            ModelsSection.Pairs(html, run.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value)), 3);
            html.Markup("</td></tr>");
        }

        html.Markup("</tbody></table></div></div></section>");
    }

    private static string Tone(string status) => status switch
    {
        "finished" => "good",
        "failed" => "bad",
        "running" => "live",
        "interrupted" => "warn",
        _ => "",
    };
}
