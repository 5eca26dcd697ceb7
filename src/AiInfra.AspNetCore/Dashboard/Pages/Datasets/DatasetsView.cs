using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Datasets;

/// <summary>Datasets and their newest commits.</summary>
internal sealed class DatasetsView(IReadOnlyList<DatasetCard> cards, int skip, int? next) : IDashboardView
{
    public void Write(PageWriter html)
    {
        if (cards.Count == 0)
        {
            html.Empty("No dataset yet.");
        }

        foreach (DatasetCard dataset in cards)
        {
            html.Markup("<article class=\"card\"><header><h3>").Link(DatasetsPage.At, dataset.Name, ("name", dataset.Name)).Markup("</h3>");
            DatasetHtml.Branches(html, dataset);
            html.Markup("</header>");
            DatasetHtml.Commits(html, dataset);
            if (dataset.Commits is [var newest, ..])
            {
                DatasetHtml.Notes(html, newest, "How the newest commit was read");
            }

            html.Markup("</article>");
        }

        html.Pager(skip == 0, html.Request.Link(DatasetsPage.At), next is null ? null : html.Request.Link(DatasetsPage.At, ("skip", PageParts.Number(next))));
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, cards, DatasetJson.Default.IReadOnlyListDatasetCard);
}
