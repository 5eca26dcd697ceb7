using AiInfra.Evaluation.Gates;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;

namespace AiInfra.Evaluation.Reports;

/// <summary>Writes a report as one HTML page.</summary>
internal static class HtmlReport
{
    public static string Write(EvaluationReport report)
    {
        Html html = HtmlPage.Begin($"Evaluation {report.Name}", ReportText.Subtitle(report));
        if (report.Gate is { } gate)
        {
            HtmlGate.Section(html, gate);
        }

        Tiles(html, report);
        html.Markup("<section class='charts'>");
        if (report.Classification is { } classification)
        {
            HtmlCharts.Write(html, classification);
        }

        if (report.Regression is { } regression)
        {
            HtmlCharts.Write(html, regression);
        }

        if (report.Classification is { } detail)
        {
            Classes(html, detail);
            HtmlDecisions.Write(html, detail);
        }

        html.Markup("</section>");
        Slices(html, report);
        HtmlGroups.Write(html, report);
        HtmlSections.Write(html, report);
        Signatures(html, report);
        return HtmlPage.End(html);
    }

    private static void Tiles(Html html, EvaluationReport report)
    {
        html.Markup("<section class='tiles'>");
        foreach (Score score in ReportText.Scores(report))
        {
            Html? undefined = score.Undefined > 0 ? new Html().Add($"<i>{score.Undefined} undefined</i>") : null;
            html.Add($"<div class='tile'><span>{score.Name}</span><b>{GateText.Number(score.Value)}</b><small>{GateText.Interval(score)}</small>{undefined}</div>");
        }

        html.Markup("</section>");
        if (report.Imbalance is { } imbalance)
        {
            html.Add($"<p>{ReportText.Sentence(imbalance)}</p>");
        }
    }

    private static void Classes(Html html, ClassificationDetail c)
    {
        html.Markup("<figure class='wide'><figcaption>Classes</figcaption><div class='scroll'><table><tr><th>class</th><th>precision</th><th>recall</th><th>F1</th><th>true rows</th><th>predicted rows</th></tr>");
        foreach (ClassScore score in c.Classes)
        {
            html.Add($"<tr><th scope='row'>{c.Labels[score.Label]}</th><td>{GateText.Number(score.Precision)}</td><td>{GateText.Number(score.Recall)}</td><td>{GateText.Number(score.F1)}</td><td>{GateText.Number(score.Support)}</td><td>{GateText.Number(score.Predicted)}</td></tr>");
        }

        html.Markup("</table></div></figure>");
    }

    private static void Slices(Html html, EvaluationReport report)
    {
        foreach (IGrouping<string, SliceScores> group in report.Slices.GroupBy(s => s.By, StringComparer.Ordinal))
        {
            Score overall = report.Metrics[0];
            html.Add($"<h2>By {group.Key}</h2><section class='charts'>").Markup(SvgForest.Of(
                $"{overall.Name}, all rows at the dashed line",
                [.. group.Select(s => new ForestRow(ReportText.Part(s.Name), s.Metrics[0].Value, s.Metrics[0].Interval, s.Rows))],
                overall.Value)).Markup("</section><div class='scroll'><table><tr><th>slice</th><th>rows</th>");
            foreach (Score metric in report.Metrics)
            {
                html.Add($"<th>{metric.Name}</th>");
            }

            html.Markup("</tr>");
            foreach (SliceScores slice in group)
            {
                html.Add($"<tr><th scope='row'>{ReportText.Part(slice.Name)}</th><td>{slice.Rows}</td>");
                foreach (Score score in slice.Metrics)
                {
                    html.Add($"<td>{GateText.Number(score.Value)}<small>{GateText.Interval(score)}</small></td>");
                }

                html.Markup("</tr>");
            }

            html.Markup("</table></div>");
        }
    }

    private static void Signatures(Html html, EvaluationReport report)
    {
        html.Markup("<p class='signatures'>");
        foreach (Score score in ReportText.Scores(report))
        {
            html.Add($"<code>{score.Signature}</code> ");
        }

        html.Markup("</p>");
    }
}
