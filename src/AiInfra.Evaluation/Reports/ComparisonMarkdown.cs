using System.Text;
using AiInfra.Evaluation.Comparisons;

namespace AiInfra.Evaluation.Reports;

/// <summary>Writes a comparison as Markdown.</summary>
internal static class ComparisonMarkdown
{
    public static string Write(ComparisonReport report)
    {
        var text = new StringBuilder();
        text.AppendLine($"# {Cell(report.Name)}: {Cell(report.Challenger)} against {Cell(report.Champion)}").AppendLine();
        text.AppendLine(Cell(ReportText.Subtitle(report))).AppendLine();
        text.AppendLine("| metric | champion | challenger | better by | interval | p | finding | test |").AppendLine("|---|---:|---:|---:|---|---:|---|---|");
        foreach (ModelComparison c in report.Metrics)
        {
            text.AppendLine($"| {Cell(c.Metric)} | {ReportText.Number(c.Champion)} | {ReportText.Number(c.Challenger)} | {ReportText.Number(c.Improvement)} | {ReportText.Interval(c.Interval)} | {ReportText.PValue(Math.Min(c.PValueBetter, c.PValueWorse))} | {ReportText.Finding(c)} | {Cell(c.Test)} |");
        }

        if (report.Disagreement is { } d)
        {
            text.AppendLine().AppendLine($"Both right on {d.BothRight} rows, both wrong on {d.BothWrong}; only the challenger right on {d.OnlyChallenger}, only the champion on {d.OnlyChampion}.");
        }

        if (report.Slices.Count > 0)
        {
            text.AppendLine().AppendLine($"## Slices ({Cell(report.Slices[0].Comparison.Metric)})").AppendLine();
            text.AppendLine("| slice | rows | champion | challenger | better by | finding |").AppendLine("|---|---:|---:|---:|---:|---|");
            foreach (SliceComparison s in report.Slices)
            {
                text.AppendLine($"| {Cell(s.By)} = {Cell(ReportText.Part(s.Name))} | {s.Comparison.Rows} | {ReportText.Number(s.Comparison.Champion)} | {ReportText.Number(s.Comparison.Challenger)} | {ReportText.Number(s.Comparison.Improvement)} | {ReportText.Finding(s)} |");
            }
        }

        Rows(text, "Where the challenger lost most", report.Lost);
        Rows(text, "Where it gained most", report.Gained);
        return text.ToString();
    }

    private static void Rows(StringBuilder text, string title, IReadOnlyList<ChangedRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        text.AppendLine().AppendLine($"## {title}").AppendLine();
        text.AppendLine("| row | truth | champion | challenger | loss |").AppendLine("|---:|---|---|---|---:|");
        foreach (ChangedRow row in rows)
        {
            text.AppendLine($"| {Cell(row.Id)} | {Cell(row.Truth)} | {Cell(row.Champion)} | {Cell(row.Challenger)} | {ReportText.Number(row.Loss)} |");
        }
    }

    private static string Cell(string text) => MarkdownGate.Cell(text);
}
