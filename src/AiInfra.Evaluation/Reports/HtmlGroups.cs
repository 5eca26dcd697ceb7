using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Slices;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Reports;

/// <summary>The parts of a report about slices that were found, and about groups.</summary>
internal static class HtmlGroups
{
    public static void Write(Html html, EvaluationReport report)
    {
        if (report.BadSlices is { } found)
        {
            Found(html, found);
        }

        foreach (GroupFairness groups in report.Fairness)
        {
            Groups(html, groups);
        }
    }

    private static void Found(Html html, SliceReport found)
    {
        html.Add($"<h2>Where it is worse than elsewhere</h2><p class='subtitle'>{found.Tested} slices were tested, all together corrected ({ReportText.Name(found.Correction)}, level {GateText.Number(found.Level)}). Loss: <code>{found.Loss}</code>, mean {GateText.Number(found.MeanLoss)}, at the dashed line.{(found.Slices.Count == 0 ? " No slice is shown to be worse." : "")}</p>");
        if (found.Slices.Count == 0)
        {
            return;
        }

        html.Markup("<section class='charts'>").Markup(SvgForest.Of("Mean loss", [.. found.Slices.Select(s => new ForestRow(s.Condition, s.Loss, s.Interval, s.Count))], found.MeanLoss)).Markup("</section>");
        html.Markup("<div class='scroll'><table><tr><th>slice</th><th>rows</th><th>loss</th><th>elsewhere</th><th>p corrected</th><th>worst rows</th></tr>");
        foreach (FoundSlice slice in found.Slices)
        {
            html.Add($"<tr><th scope='row'>{slice.Condition}</th><td>{slice.Count}</td><td>{GateText.Number(slice.Loss)}<small>{GateText.Interval(slice.Interval)}</small></td><td>{GateText.Number(slice.RestLoss)}</td><td>{GateText.PValue(slice.AdjustedPValue)}</td><td>{string.Join(", ", slice.Worst.Take(5).Select(w => w.Id))}</td></tr>");
        }

        html.Markup("</table></div>");
    }

    private static void Groups(Html html, GroupFairness groups)
    {
        html.Add($"<h2>Groups by {string.Join(" and ", groups.Columns)}</h2><p class='subtitle'>'{groups.Positive}' is what is good to get. {ReportText.FourFifths(groups.Impact)}</p><section class='charts'>");
        foreach ((string title, Func<GroupRates, Score> rate) in new (string, Func<GroupRates, Score>)[] { ("Selection rate", g => g.SelectionRate), ("True positive rate", g => g.TruePositiveRate), ("False positive rate", g => g.FalsePositiveRate) })
        {
            html.Markup(SvgForest.Of($"{title}, all rows at the dashed line", [.. groups.Groups.Select(g => new ForestRow(ReportText.Part(g.Group), rate(g).Value, rate(g).Interval, g.Count))], rate(groups.Overall).Value));
        }

        html.Markup("</section><div class='scroll'><table><tr><th>criterion</th><th>difference</th><th>lowest</th><th>highest</th><th>p</th><th>notes</th></tr>");
        foreach (Disparity d in ReportText.Differences(groups))
        {
            html.Add($"<tr><th scope='row'>{d.Of}</th><td>{GateText.Number(d.Value)}<small>{GateText.Interval(d.Interval)}</small></td><td>{d.Lowest ?? ""}</td><td>{d.Highest ?? ""}</td><td>{(d.PValue is { } p ? GateText.PValue(p) : "")}</td><td>{string.Join("; ", d.Notes)}</td></tr>");
        }

        html.Markup("</table></div>");
        if (groups.Groups.Any(g => g.Notes.Count > 0))
        {
            html.Add($"<ul class='notes'>{string.Concat(groups.Groups.Where(g => g.Notes.Count > 0).Select(g => $"<li>{ReportText.Part(g.Group)}: {string.Join("; ", g.Notes)}</li>"))}</ul>");
        }
    }
}
