using System.Net;
using System.Text;
using AiInfra.Evaluation.Gates;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;

namespace AiInfra.Evaluation.Reports;

/// <summary>Writes a report as one HTML page.</summary>
internal static class HtmlReport
{
    public static string Write(EvaluationReport report)
    {
        var html = new StringBuilder();
        html.Append(HtmlPage.Begin($"Evaluation {report.Name}", ReportText.Subtitle(report)));
        if (report.Gate is { } gate)
        {
            HtmlGate.Section(html, gate);
        }

        Tiles(html, report);
        html.Append("<section class='charts'>");
        html.Append(report.Classification is { } c ? HtmlCharts.Of(c) : "");
        html.Append(report.Regression is { } r ? HtmlCharts.Of(r) : "");
        Classes(html, report);
        html.Append(report.Classification is { } detail ? HtmlDecisions.Of(detail) : "");
        html.Append("</section>");
        Slices(html, report);
        html.Append(HtmlGroups.Of(report));
        html.Append(HtmlSections.Of(report));
        Signatures(html, report);
        return html.Append("</main></body></html>").ToString();
    }

    private static void Tiles(StringBuilder html, EvaluationReport report)
    {
        html.Append("<section class='tiles'>");
        foreach (Score score in ReportText.Scores(report))
        {
            string undefined = score.Undefined > 0 ? $"<i>{score.Undefined} undefined</i>" : "";
            html.Append($"<div class='tile'><span>{E(score.Name)}</span><b>{GateText.Number(score.Value)}</b><small>{GateText.Interval(score)}</small>{undefined}</div>");
        }

        html.Append("</section>");
        html.Append(report.Imbalance is { } imbalance ? $"<p>{E(ReportText.Sentence(imbalance))}</p>" : "");
    }

    private static void Classes(StringBuilder html, EvaluationReport report)
    {
        if (report.Classification is not { } c)
        {
            return;
        }

        html.Append("<figure class='wide'><figcaption>Classes</figcaption><div class='scroll'><table><tr><th>class</th><th>precision</th><th>recall</th><th>F1</th><th>true rows</th><th>predicted rows</th></tr>");
        foreach (ClassScore score in c.Classes)
        {
            html.Append($"<tr><th scope='row'>{E(c.Labels[score.Label])}</th><td>{GateText.Number(score.Precision)}</td><td>{GateText.Number(score.Recall)}</td><td>{GateText.Number(score.F1)}</td><td>{GateText.Number(score.Support)}</td><td>{GateText.Number(score.Predicted)}</td></tr>");
        }

        html.Append("</table></div></figure>");
    }

    private static void Slices(StringBuilder html, EvaluationReport report)
    {
        foreach (IGrouping<string, SliceScores> group in report.Slices.GroupBy(s => s.By, StringComparer.Ordinal))
        {
            Score overall = report.Metrics[0];
            html.Append($"<h2>By {E(group.Key)}</h2><section class='charts'>").Append(SvgForest.Of(
                $"{overall.Name}, all rows at the dashed line",
                [.. group.Select(s => new ForestRow(ReportText.Part(s.Name), s.Metrics[0].Value, s.Metrics[0].Interval, s.Rows))],
                overall.Value)).Append("</section>");
            html.Append($"<div class='scroll'><table><tr><th>slice</th><th>rows</th>{string.Concat(report.Metrics.Select(m => $"<th>{E(m.Name)}</th>"))}</tr>");
            foreach (SliceScores slice in group)
            {
                html.Append($"<tr><th scope='row'>{E(ReportText.Part(slice.Name))}</th><td>{slice.Rows}</td>");
                html.Append(string.Concat(slice.Metrics.Select(m => $"<td>{GateText.Number(m.Value)}<small>{GateText.Interval(m)}</small></td>")));
                html.Append("</tr>");
            }

            html.Append("</table></div>");
        }
    }

    private static void Signatures(StringBuilder html, EvaluationReport report) =>
        html.Append($"<p class='signatures'>{string.Join(" ", ReportText.Scores(report).Select(m => $"<code>{E(m.Signature)}</code>"))}</p>");

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
