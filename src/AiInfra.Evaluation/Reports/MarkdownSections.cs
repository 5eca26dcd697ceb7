using System.Globalization;
using System.Text;
using AiInfra.Evaluation.Gates;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Reports;

/// <summary>Writes the sections of a report as Markdown; charts are in the HTML page only.</summary>
internal static class MarkdownSections
{
    public static void Write(StringBuilder text, EvaluationReport report)
    {
        foreach (ReportSection section in report.Sections)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {MarkdownGate.Cell(section.Title)}").AppendLine();
            Scores(text, section.Scores);
            Tables(text, section.Tables);
        }
    }

    /// <summary>Tables below each other.</summary>
    public static void Tables(StringBuilder text, IEnumerable<ScoreTable> tables)
    {
        foreach (ScoreTable table in tables)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{MarkdownGate.Cell(table.Title)}:").AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"| | {string.Join(" | ", table.Columns.Select(MarkdownGate.Cell))} |").AppendLine(CultureInfo.InvariantCulture, $"|---|{string.Concat(Enumerable.Repeat("---:|", table.Columns.Count))}");
            foreach (ScoreTableRow row in table.Rows)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"| {MarkdownGate.Cell(ReportText.Part(row.Name))} | {string.Join(" | ", row.Values.Select(GateText.Number))} |");
            }
        }
    }

    /// <summary>A table of scores.</summary>
    public static void Scores(StringBuilder text, IEnumerable<Score> scores)
    {
        text.AppendLine("| metric | value | interval | n | undefined |").AppendLine("|---|---:|---|---:|---:|");
        foreach (Score score in scores)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {MarkdownGate.Cell(score.Name)} | {GateText.Number(score.Value)} | {GateText.Interval(score)} | {score.Count} | {score.Undefined} |");
        }
    }
}
