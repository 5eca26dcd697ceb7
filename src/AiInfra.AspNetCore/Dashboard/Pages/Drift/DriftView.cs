using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Pages.Deployments;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Drift;

/// <summary>Columns and how far they have moved, with their history where one deployment is asked for.</summary>
internal sealed class DriftView(IReadOnlyList<DriftHistory> histories, bool isWhole, bool isFirst, int? next) : IDashboardView
{
    private const int InAList = 8;

    // As many lines as a reader can tell apart.
    private static readonly string[] s_styles = ["main", "shadow", "third", "fourth"];

    public void Write(PageWriter html)
    {
        if (histories.Count == 0)
        {
            html.Empty("Nothing is deployed yet.");
        }

        foreach (DriftHistory history in histories)
        {
            html.Markup("<article class=\"card\"><header><h3>");
            html.Link(isWhole ? DeploymentsPage.At : DriftPage.At, history.Deployment, ("name", history.Deployment)).Markup("</h3>");
            if (history.Version is not null)
            {
                html.Add($"<span class=\"quiet\">against the training data of {PageParts.Version(history.Version)}</span>");
            }

            html.Markup("</header>");
            if (history.Newest is null)
            {
                html.Markup("<p class=\"quiet\">Its inputs were not compared yet. <code>AddMonitoring(name, m => m.Drift())</code> does that.</p>");
            }
            else if (isWhole)
            {
                Columns(html, history, history.Newest);
            }
            else
            {
                DriftHtml.Write(html, history.Newest with { Columns = [.. history.Newest.Columns.Take(InAList)] });
                if (history.Newest.Columns.Count > InAList)
                {
                    html.Markup("<p class=\"small\">").Link(DriftPage.At, $"All {history.Newest.Columns.Count} columns and their history", ("name", history.Deployment)).Markup("</p>");
                }
            }

            html.Markup("</article>");
        }

        html.Pager(isFirst, html.Request.Link(DriftPage.At), next is null ? null : html.Request.Link(DriftPage.At, ("skip", PageParts.Number(next))));
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, histories, DriftJson.Default.IReadOnlyListDriftHistory);

    private static void Columns(PageWriter html, DriftHistory history, DriftFinding newest)
    {
        html.Add($"<p><b class=\"{(newest.Drifted ? "warn" : "")}\">{(newest.Drifted ? "drifted" : "as in training")}</b> <span class=\"quiet\">{newest.Rows} rows, ").Time(newest.At);
        html.Add($"; courses of the last {history.Comparisons} comparisons, along {(history.ByRows ? "rows seen" : "time")}</span></p>");
        Dictionary<string, ColumnCourse> courses = history.Courses.ToDictionary(c => c.Column);
        html.Table("Columns", "column", "", "test", "#PSI", "#by chance up to", "#p, adjusted", "#missing", "#in training", "course of PSI");
        foreach (ColumnBar c in newest.Columns)
        {
            html.Add($"<tr><td class=\"wide\">{c.Column}</td><td>{(c.Drifted ? "drifted" : "")}</td><td class=\"pairs\">{(c.Test.Length > 0 ? c.Test : "not compared")}</td><td class=\"n\"><b class=\"{(c.Drifted ? "warn" : "")}\">{DriftHtml.Stability(c)}</b></td><td class=\"n\">{(c.Noise > 0 ? HtmlNumbers.Metric(Math.Round(c.Noise, 4)) : "–")}</td><td class=\"n\">{HtmlNumbers.PValue(c.PValue)}</td><td class=\"n\">{HtmlNumbers.Percent(c.Missing)}</td><td class=\"n\">{HtmlNumbers.Percent(c.ReferenceMissing)}</td><td>");
            HtmlChart.Spark(html.Html, c.Column, courses.TryGetValue(c.Column, out ColumnCourse? course) ? [.. course.Points.Select(p => (p.X, p.Y))] : []);
            html.Markup("</td></tr>");
        }

        html.EndTable();
        DriftHtml.Remarks(html, newest);
        HtmlLine[] lines = [.. newest.Columns.Take(s_styles.Length).Where(c => courses.TryGetValue(c.Column, out ColumnCourse? course) && course.Points.Count > 1)
            .Select((c, i) => new HtmlLine(c.Column, s_styles[i], [.. courses[c.Column].Points.Select(p => (p.X, p.Y))]))];
        if (lines.Length > 0)
        {
            html.Add($"<figure class=\"quality\"><figcaption><span>PSI of the columns that moved most</span><span class=\"quiet\">along {(history.ByRows ? "rows seen" : "time, UTC")}</span></figcaption>");
            new HtmlChart { Label = "PSI of the columns that moved most", Lines = lines, FromZero = true, Place = history.ByRows ? HtmlNumbers.Count : HtmlNumbers.Clock }.Write(html.Html);
            html.Markup("</figure>");
        }

        if (history.NotAsked.Count > 0)
        {
            html.Add($"<p class=\"quiet\">Columns of the training data that the model is not asked with: {string.Join(", ", history.NotAsked)}</p>");
        }
    }
}
