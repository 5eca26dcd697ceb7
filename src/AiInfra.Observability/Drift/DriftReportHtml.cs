using System.Globalization;

namespace AiInfra.Observability.Drift;

/// <summary>Writes a drift report as a page of its own.</summary>
internal static class DriftReportHtml
{
    public static string Write(DriftReport report)
    {
        ColumnDrift[] drifted = [.. report.DriftedColumns];
        Html html = HtmlPage.Begin(
            report.Drifted ? "Inputs drifted" : "No drift of the inputs",
            $"The newest {report.Rows} rows beside the training data · until {report.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, prediction {report.Position}");
        html.Markup("<div class='tiles'>");
        html.Add($"<div class='tile'><span>columns drifted</span><b>{drifted.Length}</b><small>of {report.Columns.Count}</small></div>");
        html.Add($"<div class='tile'><span>rows</span><b>{report.Rows}</b></div>");
        html.Add($"<div class='tile'><span>a finding is below</span><b>{report.Threshold:G3}</b><small>p-value, corrected over all columns</small></div></div>");
        html.Markup("<h2>Columns</h2><div class='scroll'><table><tr><th>column</th><th>drifted</th><th>test</th><th>distance</th><th>p-value<small>corrected</small></th><th>stability index<small>by chance up to</small></th><th>missing<small>in training</small></th><th>not seen before</th><th>rows<small>as good as independent</small></th></tr>");
        foreach (ColumnDrift c in drifted.Concat(report.Columns.Where(c => !c.Drifted)))
        {
            html.Add($"<tr><th scope='row'>{c.Column}<small>{c.Kind.ToString().ToLowerInvariant()}</small></th><td class='{(c.Drifted ? "bad" : c.Compared ? "good" : "")}'>{(c.Drifted ? "yes" : c.Compared ? "no" : "–")}</td><td>{Title(c)}</td>");
            html.Add($"<td>{Of(c, c.Statistic, "0.####")}</td><td>{(c.Compared ? HtmlNumbers.PValue(c.PValue) : "–")}<small>{HtmlNumbers.PValue(c.AdjustedPValue)}</small></td><td>{Of(c, c.Stability, "0.####")}<small>{Of(c, c.StabilityNoise, "0.####")}</small></td>");
            html.Add($"<td>{c.Missing:0.##%}<small>{c.ReferenceMissing:0.##%}</small></td><td class='wrap'>{c.Unseen:0.##%}<small>{string.Join(", ", c.UnseenExamples)}</small></td><td>{c.Rows}<small>{c.EffectiveRows:0}</small></td></tr>");
        }

        html.Markup("</table></div>");
        if (report.NotAsked.Count > 0)
        {
            html.Add($"<p class='hint'>Not judged, for no request had them: {string.Join(", ", report.NotAsked)}.</p>");
        }

        foreach (string remark in report.Remarks)
        {
            html.Add($"<p class='hint'>{remark}</p>");
        }

        return HtmlPage.End(html);
    }

    // A number about values that nobody compared would say that they are alike.
    private static string Of(ColumnDrift column, double number, string format) => column.Compared ? number.ToString(format, CultureInfo.InvariantCulture) : "–";

    private static string Title(ColumnDrift column) => !column.Compared ? "not compared" : column.TestTitle.Length > 0 ? column.TestTitle : column.Test;
}
