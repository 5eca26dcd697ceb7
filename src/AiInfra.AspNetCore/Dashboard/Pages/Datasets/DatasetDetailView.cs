using System.Text.Json;

namespace AiInfra.AspNetCore.Dashboard.Pages.Datasets;

/// <summary>One dataset: the commits of a branch.</summary>
internal sealed class DatasetDetailView(DatasetDetail detail) : IDashboardView
{
    public void Write(PageWriter html)
    {
        DatasetCard dataset = detail.Dataset;
        html.Add($"<article class=\"card\"><header><h3>{dataset.Name}</h3>");
        DatasetHtml.Branches(html, dataset);
        html.Markup("</header>");
        DatasetHtml.Commits(html, dataset);
        html.Pager(detail.Before is null, Link(null), detail.Next is null ? null : Link(detail.Next)).Markup("</article>");

        string Link(string? before) => html.Request.Link(DatasetsPage.At, ("name", dataset.Name), ("branch", dataset.Branch), ("before", before));
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, detail, DatasetJson.Default.DatasetDetail);
}
