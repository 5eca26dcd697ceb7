using System.Net;
using System.Text;
using AiInfra.Evaluation.Gates;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Reports;

/// <summary>Writes the sections of a report as HTML, of whatever families they are.</summary>
internal static class HtmlSections
{
    // Of one or two lines; more would need a legend of their own.
    private static readonly string[] s_styles = ["curve", "before"];

    public static string Of(EvaluationReport report)
    {
        var html = new StringBuilder();
        foreach (ReportSection section in report.Sections)
        {
            html.Append($"<h2>{E(section.Title)}</h2><div class='scroll'><table><tr><th>metric</th><th>value</th><th>interval</th><th>n</th><th>undefined</th></tr>");
            foreach (Score score in section.Scores)
            {
                html.Append($"<tr><th scope='row'>{E(score.Name)}</th><td>{GateText.Number(score.Value)}</td><td>{GateText.Interval(score)}</td><td>{score.Count}</td><td>{score.Undefined}</td></tr>");
            }

            html.Append("</table></div>");
            Tables(html, section.Tables, section.Charts);
        }

        return html.ToString();
    }

    /// <summary>Charts and tables beside each other; nothing where there are none.</summary>
    public static void Tables(StringBuilder html, IReadOnlyList<ScoreTable> tables, IReadOnlyList<ScoreChart>? charts = null)
    {
        if (tables.Count + (charts?.Count ?? 0) > 0)
        {
            html.Append("<section class='charts'>");
            (charts ?? []).ToList().ForEach(c => html.Append(Chart(c)));
            tables.ToList().ForEach(t => Table(html, t));
            html.Append("</section>");
        }
    }

    private static void Table(StringBuilder html, ScoreTable table)
    {
        html.Append($"<figure class='{(table.Columns.Count > 3 ? "wide" : "")}'><figcaption>{E(table.Title)}</figcaption><div class='scroll'><table><tr><th></th>{string.Concat(table.Columns.Select(c => $"<th>{E(c)}</th>"))}</tr>");
        foreach (ScoreTableRow row in table.Rows)
        {
            html.Append($"<tr><th scope='row'>{E(ReportText.Part(row.Name))}</th>{string.Concat(row.Values.Select(v => $"<td>{GateText.Number(v)}</td>"))}</tr>");
        }

        html.Append("</table></div></figure>");
    }

    private static string Chart(ScoreChart chart)
    {
        double[] x = [.. chart.Lines.SelectMany(l => l.X).Where(double.IsFinite)], y = [.. chart.Lines.SelectMany(l => l.Y).Where(double.IsFinite)];
        if (x.Length == 0 || y.Length == 0)
        {
            return "";
        }

        var svg = new SvgChart(x.Min(), x.Max(), Math.Min(0, y.Min()), y.Max(), chart.Across, chart.Up);
        (string Style, string Name)[] lines = [.. chart.Lines.Select((l, i) => (s_styles[i % s_styles.Length], l.Name))];
        for (int i = 0; i < chart.Lines.Count; i++)
        {
            ScoreLine line = chart.Lines[i];
            IEnumerable<(double X, double Y)> points = line.X.Zip(line.Y).Where(p => double.IsFinite(p.First) && double.IsFinite(p.Second));
            _ = line.IsStepped ? svg.HeldSteps(lines[i].Style, points) : svg.Line(lines[i].Style, points);
        }

        return (lines.Length > 1 ? svg.Legend(lines, true) : svg).ToSvg(chart.Title);
    }

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
