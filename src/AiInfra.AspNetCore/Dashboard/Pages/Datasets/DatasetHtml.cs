using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Datasets;

/// <summary>The parts of a dataset's card.</summary>
internal static class DatasetHtml
{
    public static void Branches(PageWriter html, DatasetCard dataset)
    {
        foreach (string branch in dataset.Branches.Keys.Order(StringComparer.Ordinal))
        {
            html.Add($"<a class=\"tag {(branch == dataset.Branch ? "champion" : "")}\" href=\"{html.Request.Link(DatasetsPage.At, ("name", dataset.Name), ("branch", branch))}\">{branch}</a> ");
        }
    }

    public static void Commits(PageWriter html, DatasetCard dataset)
    {
        html.Table("Commits", "commit", "message", "when", "#rows", "#files", "#size");
        foreach (CommitRow c in dataset.Commits)
        {
            html.Add($"<tr id=\"commit-{c.Id}\"><td>").Id(DatasetsPage.At, "commit", c.Id).Add($"</td><td class=\"wide\">{c.Message}</td><td>").Time(c.At);
            html.Add($"</td><td class=\"n\">{HtmlNumbers.Count(c.Rows)}</td><td class=\"n\">{c.Files}</td><td class=\"n\">{HtmlNumbers.Bytes(c.Bytes)}</td></tr>");
        }

        html.EndTable();
    }

    /// <summary>What the ingestion found out. What was guessed is shown open.</summary>
    public static void Notes(PageWriter html, CommitRow commit, string title)
    {
        if (commit.Notes.Count == 0)
        {
            return;
        }

        bool guessed = commit.Notes.Any(n => n.EndsWith("[guess]", StringComparison.Ordinal));
        html.Markup(guessed ? "<details open " : "<details ").Add($"data-keep=\"notes-{commit.Id}\"><summary>{title}: {commit.Notes.Count} notes</summary><ul>");
        foreach (string note in commit.Notes)
        {
            html.Add($"<li>{note}</li>");
        }

        html.Markup("</ul></details>");
    }
}
