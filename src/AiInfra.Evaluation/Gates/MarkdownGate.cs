using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AiInfra.Evaluation.Gates;

/// <summary>Writes a gate's decision as Markdown: a part of a report, or a page of its own.</summary>
internal static partial class MarkdownGate
{
    public static string Page(GateDecision decision)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {GateText.Title(decision)}").AppendLine();
        text.AppendLine(Cell(GateText.Subtitle(decision))).AppendLine();
        Conditions(text, decision);
        text.AppendLine().AppendLine("| condition | found | interval | asked for | rows | answer |").AppendLine("|---|---:|---|---:|---:|---|");
        foreach (ConditionResult c in decision.Conditions)
        {
            string interval = c.Comparison is null ? GateText.Interval(c.Interval) : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"| {Cell(c.Condition)} | {GateText.Used(c.Observed)} | {interval} | {GateText.Used(c.Required)} | {(c.Rows > 0 ? c.Rows : "")} | {GateText.Name(c.Verdict)} |");
        }

        return text.ToString();
    }

    /// <summary>The conditions in words, one line each.</summary>
    public static void Conditions(StringBuilder text, GateDecision gate)
    {
        foreach (ConditionResult condition in gate.Conditions)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {GateText.Name(condition.Verdict)}: {Cell(condition.Condition)}. {Cell(condition.Why)}.{GateText.Needed(condition)}");
        }
    }

    /// <summary>Words from data as they may stand in a line or a cell: no new line, no end of a cell, no start of a tag.</summary>
    public static string Cell(string text) => TagStart().Replace(text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" "), "&lt;");

    [GeneratedRegex("<(?=[A-Za-z/!?])")]
    private static partial Regex TagStart();
}
