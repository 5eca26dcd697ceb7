namespace AiInfra.Data.Ingestion;

/// <summary>Writes an ingestion's report as a page of its own.</summary>
internal static class IngestionHtml
{
    public static string Write(IngestionReport report)
    {
        Html html = HtmlPage.Begin(
            $"Ingestion {report.Name}",
            $"{report.Source} · run {report.RunId} · {(report.CommitId is { } commit ? $"commit {commit}" : "no commit")} · {report.Elapsed.TotalSeconds:0.0} s");
        html.Markup("<div class='tiles'>");
        Tile(html, "read", report.Read);
        foreach ((string outcome, long rows) in report.Outcomes)
        {
            Tile(html, outcome, rows);
        }

        html.Markup("</div>");
        if (report.CommitId is not null && !report.Reconciles)
        {
            html.Add($"<section class='gate fail'><ul><li class='fail'><b>The rows do not add up</b><span>{report.Read} read are not {report.Sum()}.</span></li></ul></section>");
        }

        Notes(html, report.Notes);
        foreach ((string outcome, IReadOnlyDictionary<string, long> details) in report.Details)
        {
            Counts(html, $"{char.ToUpperInvariant(outcome[0])}{outcome[1..]}", outcome == RowOutcome.Quarantined ? "reason" : "by", "rows", details);
        }

        Counts(html, "Changed on the way", "change", "rows", report.Changes);
        Counts(html, "Cells that became missing", "column", "cells", report.CoercedCells);
        Expectations(html, report.Expectations);
        Examples(html, report.Examples);
        return HtmlPage.End(html);
    }

    private static void Tile(Html html, string name, long rows) => html.Add($"<div class='tile'><span>{name}</span><b>{rows.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)}</b></div>");

    private static void Notes(Html html, IReadOnlyList<IngestionNote> notes)
    {
        if (notes.Count == 0)
        {
            return;
        }

        html.Markup("<h2>How the source was read</h2><div class='scroll'><table><tr><th>about</th><th>column</th><th class='words'>what was found out</th><th>count</th><th>certain</th></tr>");
        foreach (IngestionNote note in notes)
        {
            html.Add($"<tr><th scope='row'>{note.Kind.ToString().ToLowerInvariant()}</th><td>{note.Column}</td><td class='words'>{note.Text}</td><td>{(note.Count > 0 ? note.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) : "")}</td><td class='{(note.IsGuess ? "open" : "good")}'>{(note.IsGuess ? "a guess" : "yes")}</td></tr>");
        }

        html.Markup("</table></div>");
    }

    private static void Counts(Html html, string title, string what, string unit, IReadOnlyDictionary<string, long> counts)
    {
        if (counts.Count == 0)
        {
            return;
        }

        html.Add($"<h2>{title}</h2><div class='scroll'><table><tr><th>{what}</th><th>{unit}</th></tr>");
        foreach ((string name, long count) in counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal))
        {
            html.Add($"<tr><th scope='row'>{name}</th><td>{count}</td></tr>");
        }

        html.Markup("</table></div>");
    }

    private static void Expectations(Html html, IReadOnlyList<ExpectationResult> expectations)
    {
        if (expectations.Count == 0)
        {
            return;
        }

        html.Markup("<h2>Expectations</h2><div class='scroll'><table><tr><th>expectation</th><th>column</th><th>rows checked</th><th>failed</th><th>passed</th><th>asked for</th><th>holds</th></tr>");
        foreach (ExpectationResult e in expectations)
        {
            html.Add($"<tr><th scope='row'>{e.Name}</th><td>{e.Column}</td><td>{e.Checked}</td><td>{e.Failed}</td><td>{e.PassedShare:0.###%}</td><td>{e.Mostly:0.###%}</td><td class='{(e.Holds ? "good" : "bad")}'>{(e.Holds ? "yes" : "no")}</td></tr>");
        }

        html.Markup("</table></div>");
    }

    private static void Examples(Html html, IReadOnlyList<RejectedRow> examples)
    {
        if (examples.Count == 0)
        {
            return;
        }

        html.Markup("<h2>The first rows put aside</h2><div class='scroll'><table><tr><th>line</th><th>column</th><th>reason</th><th class='words'>what is wrong</th><th class='words'>the row</th></tr>");
        foreach (RejectedRow row in examples)
        {
            html.Add($"<tr><th scope='row'>{row.Line}</th><td>{row.Column}</td><td>{row.Reason}</td><td class='words'>{row.Detail}</td><td class='words'>{row.Content}</td></tr>");
        }

        html.Markup("</table></div>");
    }
}
