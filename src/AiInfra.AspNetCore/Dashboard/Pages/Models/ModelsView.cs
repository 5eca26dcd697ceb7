using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Models;

/// <summary>All models, each with its newest versions.</summary>
internal sealed class ModelsView(IReadOnlyList<ModelCard> cards, int skip, int? next) : IDashboardView
{
    public void Write(PageWriter html)
    {
        if (cards.Count == 0)
        {
            html.Empty("No model is registered yet.");
        }

        foreach (ModelCard model in cards)
        {
            html.Markup("<article class=\"card\"><header><h3>").Link(ModelsPage.At, model.Name, ("name", model.Name)).Add($"</h3><span class=\"quiet\">newest {PageParts.Version(model.Newest)}</span></header>");
            ModelHtml.Versions(html, model);
            ModelHtml.Audit(html, model, open: false);
            html.Markup("</article>");
        }

        html.Pager(skip == 0, html.Request.Link(ModelsPage.At), next is null ? null : html.Request.Link(ModelsPage.At, ("skip", PageParts.Number(next))));
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, cards, ModelJson.Default.IReadOnlyListModelCard);
}
