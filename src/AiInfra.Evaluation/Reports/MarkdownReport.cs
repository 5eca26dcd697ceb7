using System.Globalization;
using System.Text;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Slices;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Curves;

namespace AiInfra.Evaluation.Reports;

/// <summary>Writes a report as Markdown.</summary>
internal static class MarkdownReport
{
    public static string Write(EvaluationReport report)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Evaluation {Cell(report.Name)}").AppendLine();
        text.AppendLine(Cell(ReportText.Subtitle(report))).AppendLine();
        if (report.Gate is { } gate)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"**{GateText.Title(gate)}**").AppendLine();
            MarkdownGate.Conditions(text, gate);
            text.AppendLine();
        }

        MarkdownSections.Scores(text, ReportText.Scores(report));
        if (report.Imbalance is { } imbalance)
        {
            text.AppendLine().AppendLine(Cell(ReportText.Sentence(imbalance)));
        }

        Classes(text, report);
        Slices(text, report);
        BadSlices(text, report);
        Fairness(text, report);
        if (report.Regression is { } r)
        {
            text.AppendLine().AppendLine("## Residuals (prediction minus truth)").AppendLine();
            text.AppendLine("| mean | min | 5 % | 25 % | median | 75 % | 95 % | max |").AppendLine("|---:|---:|---:|---:|---:|---:|---:|---:|");
            text.AppendLine(CultureInfo.InvariantCulture, $"| {GateText.Number(r.MeanResidual)} | {string.Join(" | ", r.Quantiles.Select(GateText.Number))} |");
        }

        MarkdownSections.Write(text, report);
        text.AppendLine().AppendLine("Signatures: " + string.Join(", ", ReportText.Scores(report).Select(m => $"`{m.Signature}`")));
        return text.ToString();
    }

    private static void Classes(StringBuilder text, EvaluationReport report)
    {
        if (report.Classification is not { } c)
        {
            return;
        }

        text.AppendLine().AppendLine("## Classes").AppendLine();
        text.AppendLine("| class | precision | recall | F1 | true rows | predicted rows |").AppendLine("|---|---:|---:|---:|---:|---:|");
        foreach (ClassScore score in c.Classes)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {Cell(c.Labels[score.Label])} | {GateText.Number(score.Precision)} | {GateText.Number(score.Recall)} | {GateText.Number(score.F1)} | {GateText.Number(score.Support)} | {GateText.Number(score.Predicted)} |");
        }

        text.AppendLine().AppendLine("## Confusion (rows true, columns predicted)").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"| | {string.Join(" | ", c.Labels.Select(Cell))} |").AppendLine(CultureInfo.InvariantCulture, $"|---|{string.Concat(Enumerable.Repeat("---:|", c.Labels.Count))}");
        for (int t = 0; t < c.Labels.Count; t++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {Cell(c.Labels[t])} | {string.Join(" | ", c.Confusion[t].Select(v => v.ToString("G6", CultureInfo.InvariantCulture)))} |");
        }

        Decisions(text, c);
    }

    private static void Decisions(StringBuilder text, ClassificationDetail detail)
    {
        if (detail.Thresholds.Count > 0)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## Thresholds for '{Cell(detail.Labels[1])}', chosen on these rows").AppendLine();
            text.AppendLine("| chosen by | call from | precision | recall | false positive rate | F1 |").AppendLine("|---|---:|---:|---:|---:|---:|");
            foreach ((string rule, ThresholdChoice c) in detail.Thresholds)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"| {rule}{(c.IsMet ? "" : " (not reached; the nearest)")} | {(double.IsPositiveInfinity(c.Threshold) ? "none" : GateText.Number(c.Threshold))} | {GateText.Number(c.Precision)} | {GateText.Number(c.Recall)} | {GateText.Number(c.FalsePositiveRate)} | {GateText.Number(c.Counts.F())} |");
            }
        }

        if (detail.Brier is { } b)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Brier {GateText.Number(b.Brier)} = reliability {GateText.Number(b.Reliability)} - resolution {GateText.Number(b.GeneralisedResolution)} + uncertainty {GateText.Number(b.Uncertainty)}; skill {GateText.Number(b.Skill)}.");
        }
    }

    private static void BadSlices(StringBuilder text, EvaluationReport report)
    {
        if (report.BadSlices is not { } found)
        {
            return;
        }

        text.AppendLine().AppendLine("## Where it is worse than elsewhere").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{found.Tested} slices were tested, all together corrected ({ReportText.Name(found.Correction)}, level {GateText.Number(found.Level)}); loss: `{found.Loss}`, mean {GateText.Number(found.MeanLoss)}.").AppendLine();
        text.AppendLine("| slice | rows | loss | elsewhere | p corrected |").AppendLine("|---|---:|---:|---:|---:|");
        foreach (FoundSlice slice in found.Slices)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {Cell(slice.Condition)} | {slice.Count} | {GateText.Number(slice.Loss)} | {GateText.Number(slice.RestLoss)} | {GateText.PValue(slice.AdjustedPValue)} |");
        }
    }

    private static void Fairness(StringBuilder text, EvaluationReport report)
    {
        foreach (GroupFairness groups in report.Fairness)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## Groups by {Cell(string.Join(" and ", groups.Columns))}").AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"| group | rows | chosen as '{Cell(groups.Positive)}' | true positive rate | false positive rate | accuracy | notes |").AppendLine("|---|---:|---:|---:|---:|---:|---|");
            foreach (GroupRates g in groups.Groups)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"| {Cell(ReportText.Part(g.Group))} | {g.Count} | {GateText.Number(g.SelectionRate.Value)} | {GateText.Number(g.TruePositiveRate.Value)} | {GateText.Number(g.FalsePositiveRate.Value)} | {GateText.Number(g.Accuracy.Value)} | {Cell(string.Join("; ", g.Notes))} |");
            }

            text.AppendLine().AppendLine("| criterion | difference | interval | lowest | highest |").AppendLine("|---|---:|---|---|---|");
            foreach (Disparity d in ReportText.Differences(groups))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"| {Cell(d.Of)} | {GateText.Number(d.Value)} | {GateText.Interval(d.Interval)} | {Cell(d.Lowest ?? "")} | {Cell(d.Highest ?? "")} |");
            }

            text.AppendLine().AppendLine(Cell(ReportText.FourFifths(groups.Impact)));
        }
    }

    private static void Slices(StringBuilder text, EvaluationReport report)
    {
        foreach (IGrouping<string, SliceScores> group in report.Slices.GroupBy(s => s.By, StringComparer.Ordinal))
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## By {Cell(group.Key)}").AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"| slice | rows | {string.Join(" | ", report.Metrics.Select(m => Cell(m.Name)))} |").AppendLine(CultureInfo.InvariantCulture, $"|---|---:|{string.Concat(Enumerable.Repeat("---:|", report.Metrics.Count))}");
            foreach (SliceScores slice in group)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"| {Cell(ReportText.Part(slice.Name))} | {slice.Rows} | {string.Join(" | ", slice.Metrics.Select(m => m.Interval is null ? GateText.Number(m.Value) : $"{GateText.Number(m.Value)} ({GateText.Interval(m)})"))} |");
            }
        }
    }

    private static string Cell(string text) => MarkdownGate.Cell(text);
}
