using AiInfra.AspNetCore.Dashboard.Views;

namespace AiInfra.AspNetCore.Dashboard.Sections;

/// <summary>Datasets and their newest commits.</summary>
internal static class DatasetsSection
{
    public static void Write(Html html, PageView page)
    {
        html.Markup("<section id=\"datasets\" aria-labelledby=\"h-datasets\"><h2 id=\"h-datasets\">Datasets</h2>");
        if (page.Datasets.Count == 0)
        {
            html.Markup("<p class=\"empty\">No dataset yet.</p>");
        }

        foreach (DatasetCard dataset in page.Datasets)
        {
            html.Add($"<article class=\"card\"><header><h3>{dataset.Name}</h3>");
            foreach (string branch in dataset.Branches.Keys.Order(StringComparer.Ordinal))
            {
                html.Add($"<span class=\"tag {(branch == dataset.Branch ? "champion" : "")}\">{branch}</span> ");
            }

            html.Markup("</header><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Commits\"><table><thead><tr><th>commit</th><th>message</th><th>when</th><th class=\"n\">rows</th><th class=\"n\">files</th><th class=\"n\">size</th></tr></thead><tbody>");
            foreach (CommitRow c in dataset.Commits)
            {
                html.Add($"<tr id=\"commit-{c.Id}\"><td><code title=\"{c.Id}\">{Words.Short(c.Id)}</code></td><td class=\"wide\">{c.Message}</td><td><time datetime=\"{c.At.UtcDateTime.ToString("O")}\" title=\"{c.At.UtcDateTime.ToString("u")}\">{Words.Ago(page.At - c.At)}</time></td><td class=\"n\">{Words.Count(c.Rows)}</td><td class=\"n\">{c.Files}</td><td class=\"n\">{Words.Bytes(c.Bytes)}</td></tr>");
            }

            html.Markup("</tbody></table></div>");
            if (dataset.Commits is [{ Notes.Count: > 0 } newest, ..])
            {
                // What was guessed comes first; it is shown open.
                bool guessed = newest.Notes.Any(n => n.EndsWith("[guess]", StringComparison.Ordinal));
                html.Markup(guessed ? "<details open>" : "<details>").Add($"<summary>How the newest commit was read: {newest.Notes.Count} notes</summary><ul>");
                foreach (string note in newest.Notes)
                {
                    html.Add($"<li>{note}</li>");
                }

                html.Markup("</ul></details>");
            }

            html.Markup("</article>");
        }

        html.Markup("</section>");
    }
}
