using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Pages.Runs;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Datasets;

/// <summary>One commit: how it came about, how it was read, what is in it.</summary>
internal sealed class CommitDetailView(CommitDetail detail) : IDashboardView
{
    public void Write(PageWriter html)
    {
        CommitRow commit = detail.Commit;
        html.Markup("<article class=\"card\"><header><h3>").Link(DatasetsPage.At, detail.Dataset, ("name", detail.Dataset)).Markup("</h3><span class=\"quiet\">committed ").Time(commit.At);
        html.Add($"</span></header><p>{commit.Message}</p><p><code class=\"whole\">{commit.Id}</code></p>");
        if (commit.ParentId is not null)
        {
            html.Markup("<p>On top of ").Id(DatasetsPage.At, "commit", commit.ParentId).Markup("</p>");
        }

        if (commit.RunId is not null)
        {
            html.Markup("<p>Made by run ").Id(RunsPage.At, "id", commit.RunId).Markup("</p>");
        }

        html.Facts("Report", detail.Report.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, HtmlNumbers.Metric(m.Value))));
        html.Facts("Told by the run", detail.RunTags.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value)));
        html.Facts("Metadata", detail.Metadata.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value)));
        DatasetHtml.Notes(html, commit, "How it was read");
        html.Markup("</article><h2>Columns</h2><div class=\"card\">");
        if (detail.Columns.Count == 0)
        {
            html.Add($"<code class=\"whole\">{detail.Schema}</code>");
        }
        else
        {
            html.Table("Columns", "column", "kind");
            foreach (SchemaColumn column in detail.Columns)
            {
                html.Add($"<tr><td class=\"wide\">{column.Name}</td><td>{column.Kind}</td></tr>");
            }

            html.EndTable();
        }

        html.Markup("</div><h2>Files</h2><div class=\"card\">").Table("Files", "file", "#rows", "#size", "digest");
        foreach (FileRow file in detail.Files)
        {
            html.Add($"<tr><td class=\"wide\">{file.Path}</td><td class=\"n\">{HtmlNumbers.Count(file.Rows)}</td><td class=\"n\">{HtmlNumbers.Bytes(file.Bytes)}</td><td><code title=\"{file.Digest}\">{HtmlNumbers.Short(file.Digest)}</code></td></tr>");
        }

        html.EndTable().Markup("</div>");
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, detail, DatasetJson.Default.CommitDetail);
}
