using AiInfra.Evaluation.Gates;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Reports;

/// <summary>Writes the sections of a report as HTML, of whatever families they are.</summary>
internal static class HtmlSections
{
    // Of one or two lines; more would need a legend of their own.
    private static readonly string[] s_styles = ["curve", "before"];

    public static void Write(Html html, EvaluationReport report)
    {
        foreach (ReportSection section in report.Sections)
        {
            html.Add($"<h2>{section.Title}</h2>");
            if (section.AreAlike)
            {
                html.Markup("<section class='charts'>").Markup(SvgForest.Of(section.Title, [.. section.Scores.Select(s => new ForestRow(s.Name, s.Value, s.Interval, s.Count))], double.NaN)).Markup("</section>");
            }

            html.Markup("<div class='scroll'><table><tr><th>metric</th><th>value</th><th>interval</th><th>n</th><th>undefined</th></tr>");
            foreach (Score score in section.Scores)
            {
                html.Add($"<tr><th scope='row'>{score.Name}</th><td>{GateText.Number(score.Value)}</td><td>{GateText.Interval(score)}</td><td>{score.Count}</td><td>{score.Undefined}</td></tr>");
            }

            html.Markup("</table></div>");
            Tables(html, section.Tables, section.Charts);
        }
    }

    /// <summary>Charts and tables beside each other; nothing where there are none.</summary>
    public static void Tables(Html html, IReadOnlyList<ScoreTable> tables, IReadOnlyList<ScoreChart>? charts = null)
    {
        if (tables.Count + (charts?.Count ?? 0) > 0)
        {
            html.Markup("<section class='charts'>");
            (charts ?? []).ToList().ForEach(c => html.Markup(Chart(c)));
            tables.ToList().ForEach(t => Table(html, t));
            html.Markup("</section>");
        }
    }

    private static void Table(Html html, ScoreTable table)
    {
        html.Add($"<figure class='{(table.Columns.Count > 3 ? "wide" : "")}'><figcaption>{table.Title}</figcaption><div class='scroll'><table><tr><th></th>");
        foreach (string column in table.Columns)
        {
            html.Add($"<th>{column}</th>");
        }

        html.Markup("</tr>");
        foreach (ScoreTableRow row in table.Rows)
        {
            html.Add($"<tr><th scope='row'>{ReportText.Part(row.Name)}</th>");
            foreach (double value in row.Values)
            {
                html.Add($"<td>{GateText.Number(value)}</td>");
            }

            html.Markup("</tr>");
        }

        html.Markup("</table></div></figure>");
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
}
