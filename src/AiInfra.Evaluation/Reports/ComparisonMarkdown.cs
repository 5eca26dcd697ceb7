using System.Globalization;
using System.Text;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Gates;

namespace AiInfra.Evaluation.Reports;

/// <summary>Writes a comparison as Markdown.</summary>
internal static class ComparisonMarkdown
{
    public static string Write(ComparisonReport report)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {Cell(report.Name)}: {Cell(report.Candidate)} against {Cell(report.Champion)}").AppendLine();
        text.AppendLine(Cell(ReportText.Subtitle(report))).AppendLine();
        foreach (string remark in report.Remarks)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {Cell(remark)}");
        }

        if (report.Sections.Count == 0)
        {
            Metrics(text, report.Metrics);
        }

        foreach (ComparisonSection section in report.Sections)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {Cell(section.Title)}").AppendLine();
            Metrics(text, section.Scores);
            MarkdownSections.Tables(text, section.Tables);
        }

        if (report.Disagreement is { } d)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Both right on {d.BothRight} rows, both wrong on {d.BothWrong}; only the candidate right on {d.OnlyCandidate}, only the champion on {d.OnlyChampion}.");
        }

        if (report.Slices.Count > 0)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## Slices ({Cell(report.Slices[0].Comparison.Metric)})").AppendLine();
            text.AppendLine("| slice | rows | champion | candidate | better by | finding |").AppendLine("|---|---:|---:|---:|---:|---|");
            foreach (SliceComparison s in report.Slices)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"| {Cell(s.By)} = {Cell(ReportText.Part(s.Name))} | {s.Comparison.Rows} | {GateText.Number(s.Comparison.Champion)} | {GateText.Number(s.Comparison.Candidate)} | {GateText.Number(s.Comparison.Improvement)} | {ReportText.Finding(s)} |");
            }
        }

        Rows(text, "Where the candidate lost most", report.Lost);
        Rows(text, "Where it gained most", report.Gained);
        return text.ToString();
    }

    private static void Metrics(StringBuilder text, IEnumerable<ModelComparison> comparisons)
    {
        text.AppendLine("| metric | n | champion | candidate | better by | interval | p | finding | test |").AppendLine("|---|---:|---:|---:|---:|---|---:|---|---|");
        foreach (ModelComparison c in comparisons)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {Cell(c.Metric)} | {(c.HasEvidence ? Cell($"{c.Rows} {c.Units}") : "")} | {GateText.Number(c.Champion)} | {GateText.Number(c.Candidate)} | {GateText.Number(c.Improvement)} | {GateText.Interval(c.Interval)} | {ReportText.PValue(c)} | {ReportText.Finding(c)} | {Cell(c.Test)} |");
        }
    }

    private static void Rows(StringBuilder text, string title, IReadOnlyList<ChangedRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine();
        text.AppendLine("| row | truth | champion | candidate | loss |").AppendLine("|---:|---|---|---|---:|");
        foreach (ChangedRow row in rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {Cell(row.Id)} | {Cell(row.Truth)} | {Cell(row.Champion)} | {Cell(row.Candidate)} | {GateText.Number(row.Loss)} |");
        }
    }

    private static string Cell(string text) => MarkdownGate.Cell(text);
}
