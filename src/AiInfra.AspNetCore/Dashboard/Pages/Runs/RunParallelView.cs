using System.Text.Json;
using AiInfra.Core.Catalog;

namespace AiInfra.AspNetCore.Dashboard.Pages.Runs;

/// <summary>Runs as lines over their parameters and last metrics, coloured by one of the metrics.</summary>
/// <param name="found">The runs, the newest first.</param>
/// <param name="rows">The same, for whoever asks for JSON.</param>
/// <param name="request">What was asked for: a filter, the metric, the axes.</param>
/// <param name="fault">Why the filter is none; null where it is one.</param>
internal sealed class RunParallelView(IReadOnlyList<Run> found, IReadOnlyList<RunRow> rows, DashboardRequest request, string? fault) : IDashboardView
{
    /// <summary>More lines are no longer told apart.</summary>
    public const int Most = 300;

    /// <summary>The query's field that asks for this picture; its value is the metric that colours, or "1" for any.</summary>
    public const string Asked = "lines";

    private const int MostAxes = 10;
    private const int Shades = 5;
    private const string Machine = "system/";

    public void Write(PageWriter html)
    {
        string[] metrics = [.. found.SelectMany(r => r.Metrics.Where(m => double.IsFinite(m.Value)).Select(m => m.Key)).Where(m => !m.StartsWith(Machine, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string? by = request[Asked] is { } asked && metrics.Contains(asked, StringComparer.Ordinal) ? asked : metrics.FirstOrDefault();
        Form(html, metrics, by);
        if (fault is not null)
        {
            html.Add($"<p class=\"bad\">{fault}</p>");
            return;
        }

        if (by is null)
        {
            html.Empty(found.Count == 0 ? "No such run." : "None of these runs has a metric to colour by.");
            return;
        }

        Draw(html, metrics, by);
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, rows, RunJson.Default.IReadOnlyListRunRow);

    private void Draw(PageWriter html, string[] metrics, string by)
    {
        bool log = request["scale"] == "log";
        IEnumerable<string> parameters = found.SelectMany(r => r.Parameters.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        RunAxis[] open =
        [
            .. parameters.Select(p => RunAxis.OfParameter(p, found, log)).Where(a => a.IsOpen),
            .. metrics.Where(m => m != by).Select(m => RunAxis.OfMetric(m, found, log)).Where(a => a.IsOpen),
        ];
        RunAxis last = RunAxis.OfMetric(by, found, log);
        RunAxis[] axes = [.. open.Take(MostAxes - 1), last];
        Run[] drawn = [.. found.Where(r => last.Share(r) is not null).OrderBy(r => last.Share(r))];
        html.Markup("<div class=\"charts\">");
        ParallelPicture.Write(
            html.Html,
            $"{drawn.Length} {(drawn.Length == 1 ? "run" : "runs")} by {by}",
            [.. axes.Select(a => (a.Name, a.Low, a.High))],
            drawn.Select((r, i) => ($"sp-shade{(long)i * Shades / drawn.Length}", axes.Select((a, d) => (d, Share: a.Share(r))).Where(p => p.Share is not null).Select(p => (p.d, p.Share!.Value)), $"{r.Name}: {by} {StudyPlane.Number(r.Metrics[by])}")),
            Note(open.Length - (axes.Length - 1), found.Count - drawn.Length, by));
        html.Markup("</div>");
    }

    private string Note(int axesLeft, int runsLeft, string by)
    {
        string note = $"A line is a run: the greater its {by}, the stronger. Parameters and metrics in which no two runs differ have no axis.";
        note += found.Count == Most ? $" Only the newest {Most} runs were looked at; the filter narrows them." : "";
        note += axesLeft > 0 ? $" {axesLeft} more axes are left out." : "";
        note += runsLeft > 0 ? $" {runsLeft} {(runsLeft == 1 ? "run without a number for" : "runs without a number for")} {by} {(runsLeft == 1 ? "is" : "are")} not drawn." : "";
        return note;
    }

    private void Form(PageWriter html, string[] metrics, string? by)
    {
        html.Add($"<form class=\"filter\" method=\"get\" action=\"{html.Request.Link(RunsPage.At)}\">");
        foreach (string kept in new[] { "experiment", "kind" }.Where(k => request[k] is not null))
        {
            html.Add($"<input type=\"hidden\" name=\"{kept}\" value=\"{request[kept]}\">");
        }

        html.Add($"<label>Filter <input name=\"filter\" size=\"40\" value=\"{request["filter"]}\" placeholder=\"metrics.auc &gt; 0.9 AND params.rate = '0.1'\"></label><label>Colour <select name=\"{Asked}\">");
        foreach (string metric in metrics)
        {
            html.Markup(metric == by ? "<option selected " : "<option ").Add($"value=\"{metric}\">{metric}</option>");
        }

        html.Markup("</select></label><label>Axes <select name=\"scale\"><option value=\"\">linear</option>").Markup(request["scale"] == "log" ? "<option selected value=\"log\">" : "<option value=\"log\">").Markup("logarithmic where all is above zero</option></select></label><button>Draw</button></form>");
    }
}
