using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Gates;

namespace AiInfra.Evaluation.Reports;

/// <summary>Writes a comparison as one HTML page.</summary>
internal static class ComparisonHtml
{
    public static string Write(ComparisonReport report)
    {
        Html html = HtmlPage.Begin($"{report.Name}: {report.Candidate} against {report.Champion}", ReportText.Subtitle(report));
        Remarks(html, report);
        if (report.Sections.Count == 0)
        {
            Metrics(html, report.Metrics);
        }

        Sections(html, report);
        Disagreement(html, report.Disagreement);
        html.Markup(ComparisonCharts.Of(report));
        Slices(html, report);
        Rows(html, "Where the candidate lost most", report.Lost);
        Rows(html, "Where it gained most", report.Gained);
        return HtmlPage.End(html);
    }

    private static void Remarks(Html html, ComparisonReport report)
    {
        foreach (string remark in report.Remarks)
        {
            html.Add($"<p class='hint'>{remark}</p>");
        }
    }

    private static void Sections(Html html, ComparisonReport report)
    {
        foreach (ComparisonSection section in report.Sections)
        {
            html.Add($"<h2>{section.Title}</h2>");
            Metrics(html, section.Scores);
            HtmlSections.Tables(html, section.Tables);
        }
    }

    private static void Metrics(Html html, IEnumerable<ModelComparison> comparisons)
    {
        // What was found stands beside the name: a narrow screen shows it without scrolling.
        html.Markup("<div class='scroll'><table><tr><th>metric</th><th class='finding'>finding</th><th>better by</th><th>p</th><th>champion</th><th>candidate</th><th>n</th><th class='words'>test</th></tr>");
        foreach (ModelComparison c in comparisons)
        {
            html.Add($"<tr><th scope='row'>{c.Metric}</th><td class='finding {Css(c.IsShown, c.IsRefuted)}'>{ReportText.Finding(c)}</td><td>{GateText.Number(c.Improvement)}<small>{GateText.Interval(c.Interval)}</small></td><td>{ReportText.PValue(c)}</td>");
            html.Add($"<td>{GateText.Number(c.Champion)}</td><td>{GateText.Number(c.Candidate)}</td><td>{Paired(c)}</td><td class='words'>{c.Test}</td></tr>");
        }

        html.Markup("</table></div>");
    }

    private static void Disagreement(Html html, Disagreement? d)
    {
        if (d is null)
        {
            return;
        }

        html.Markup("<section class='tiles'>");
        foreach ((string words, int rows) in new[] { ("both right", d.BothRight), ("only the candidate right", d.OnlyCandidate), ("only the champion right", d.OnlyChampion), ("both wrong", d.BothWrong) })
        {
            html.Add($"<div class='tile'><span>{words}</span><b>{rows}</b></div>");
        }

        html.Markup("</section>");
    }

    private static void Slices(Html html, ComparisonReport report)
    {
        if (report.Slices.Count == 0)
        {
            return;
        }

        html.Add($"<h2>{report.Slices[0].Comparison.Metric} by slice, p-values corrected for {report.Slices.Count} slices</h2>");
        html.Markup("<section class='charts'>").Markup(SvgForest.Of(
            "How much better the candidate is",
            [.. report.Slices.Take(30).Select(s => new ForestRow($"{s.By} = {ReportText.Part(s.Name)}", s.Comparison.Improvement, s.Comparison.Interval, s.Comparison.Rows))],
            0)).Markup("</section>");
        html.Markup("<div class='scroll'><table><tr><th>slice</th><th class='finding'>finding</th><th>better by</th><th>champion</th><th>candidate</th><th>rows</th></tr>");
        foreach (SliceComparison s in report.Slices)
        {
            html.Add($"<tr><th scope='row'>{s.By} = {ReportText.Part(s.Name)}</th><td class='finding {Css(s.IsBetter, s.IsWorse)}'>{ReportText.Finding(s)}</td><td>{GateText.Number(s.Comparison.Improvement)}<small>{GateText.Interval(s.Comparison.Interval)}</small></td>");
            html.Add($"<td>{GateText.Number(s.Comparison.Champion)}</td><td>{GateText.Number(s.Comparison.Candidate)}</td><td>{s.Comparison.Rows}</td></tr>");
        }

        html.Markup("</table></div>");
    }

    private static void Rows(Html html, string title, IReadOnlyList<ChangedRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        html.Add($"<h2>{title}</h2><div class='scroll'><table><tr><th>row</th><th>truth</th><th>champion</th><th>candidate</th><th>loss</th></tr>");
        foreach (ChangedRow row in rows)
        {
            html.Add($"<tr><th scope='row'>{row.Id}</th><td>{row.Truth}</td><td>{row.Champion}</td><td>{row.Candidate}</td><td>{GateText.Number(row.Loss)}</td></tr>");
        }

        html.Markup("</table></div>");
    }

    private static string Paired(ModelComparison c) => c.HasEvidence ? $"{c.Rows} {c.Units}" : "";

    private static string Css(bool better, bool worse) => better ? "good" : worse ? "bad" : "";
}
