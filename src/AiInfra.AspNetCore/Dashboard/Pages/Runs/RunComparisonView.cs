using System.Globalization;
using System.Text.Json;

namespace AiInfra.AspNetCore.Dashboard.Pages.Runs;

/// <summary>Two to four runs beside each other: what differs comes first, and curves lie over each other.</summary>
internal sealed class RunComparisonView(IReadOnlyList<RunDetail> runs, int leftOut) : IDashboardView
{
    /// <summary>So many runs are told apart by their lines.</summary>
    public const int Most = 4;

    private static readonly (string Letter, string Style)[] s_looks = [("A", "main"), ("B", "shadow"), ("C", "third"), ("D", "fourth")];

    public bool IsLive => runs.Any(r => r.Run.EndedAt is null);

    public void Write(PageWriter html)
    {
        html.Markup("<div class=\"cards\">");
        for (int i = 0; i < runs.Count; i++)
        {
            Head(html, runs[i].Run, s_looks[i].Letter);
        }

        html.Markup("</div>");
        if (leftOut > 0)
        {
            html.Add($"<p class=\"quiet\">{leftOut} more runs are left out: {Most} are told apart by their lines.</p>");
        }

        Table(html, "Metrics", Shown([.. runs.Select(r => r.Run.Metrics)]));
        Table(html, "Parameters", [.. runs.Select(r => r.Run.Parameters)]);
        string[] shared = [.. runs.SelectMany(r => r.Courses).Where(c => c.Points.Count > 1).GroupBy(c => c.Metric, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).Order(StringComparer.Ordinal)];
        if (shared.Length == 0)
        {
            return;
        }

        CurveLook look = CurveLook.Of(html.Request);
        html.Markup("<h2>Metrics by step</h2>");
        look.Form(html, ("id", runs[0].Run.Id), ("with", string.Join(',', runs.Skip(1).Select(r => r.Run.Id))));
        html.Markup("<div class=\"charts\">");
        foreach (string metric in shared)
        {
            html.Add($"<figure class=\"card quality\"><figcaption><span>{metric}</span></figcaption>");
            look.Draw(html, $"{metric} of {(runs.Count == 2 ? "both" : "all")} runs by step", runs.Select((r, i) => (s_looks[i].Letter, s_looks[i].Style, r.Courses.FirstOrDefault(c => c.Metric == metric)!)).Where(l => l.Item3 is not null));
            html.Markup("</figure>");
        }

        html.Markup("</div>");
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, runs, RunJson.Default.IReadOnlyListRunDetail);

    // What differs must not look alike for being rounded: then all digits are shown.
    private static IReadOnlyList<IReadOnlyDictionary<string, string>> Shown(IReadOnlyList<IReadOnlyDictionary<string, double>> all) => [.. all.Select(one => (IReadOnlyDictionary<string, string>)one.ToDictionary(m => m.Key, m =>
    {
        string words = HtmlNumbers.Metric(m.Value);
        return all.Any(o => o.TryGetValue(m.Key, out double other) && !other.Equals(m.Value) && HtmlNumbers.Metric(other) == words) ? m.Value.ToString("R", CultureInfo.InvariantCulture) : words;
    }))];

    private static void Head(PageWriter html, RunRow run, string letter)
    {
        html.Add($"<article class=\"card\"><header><span class=\"badge\">{letter}</span><h3>").Link(RunsPage.At, run.Name, ("id", run.Id)).Add($"</h3><span class=\"badge {RunTone.Of(run.Status)}\">{run.Status}</span></header>");
        html.Add($"<p class=\"quiet\">{run.Kind} of {run.Experiment}, started ").Time(run.StartedAt).Add($", {(run.EndedAt is null ? "runs for" : "took")} {HtmlNumbers.Span((run.EndedAt ?? html.Request.At) - run.StartedAt)}</p></article>");
    }

    private static void Table(PageWriter html, string title, IReadOnlyList<IReadOnlyDictionary<string, string>> columns)
    {
        (string Name, string[] Cells, bool Alike)[] rows =
        [
            .. columns.SelectMany(c => c.Keys).Distinct(StringComparer.Ordinal)
                .Select(k => (Name: k, Cells: columns.Select(c => c.GetValueOrDefault(k, "–")).ToArray()))
                .Select(r => (r.Name, r.Cells, r.Cells.All(c => c == r.Cells[0])))
                .OrderBy(r => r.Item3).ThenBy(r => r.Name, StringComparer.Ordinal),
        ];
        if (rows.Length == 0)
        {
            return;
        }

        html.Add($"<h2>{title}</h2><div class=\"card\">").Table(title, ["", .. s_looks.Take(columns.Count).Select(l => l.Letter)]);
        foreach ((string name, string[] cells, bool alike) in rows)
        {
            html.Add($"<tr><td class=\"wide\">{name}</td>");
            foreach (string cell in cells)
            {
                html.Add($"<td class=\"wide {(alike ? "quiet" : "")}\">{cell}</td>");
            }

            html.Markup("</tr>");
        }

        html.EndTable().Markup("</div>");
    }
}
