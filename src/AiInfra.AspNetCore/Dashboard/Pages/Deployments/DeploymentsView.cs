using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Deployments;

/// <summary>Deployments as cards.</summary>
internal sealed class DeploymentsView(IReadOnlyList<DeploymentCard> cards, int skip, int? next) : IDashboardView
{
    public void Write(PageWriter html)
    {
        if (cards.Count == 0)
        {
            html.Markup("<p class=\"empty\">Nothing is deployed yet. A deployment appears with <code>AddServing(name)</code>.</p>");
        }

        html.Markup("<div class=\"cards\">");
        foreach (DeploymentCard card in cards)
        {
            DeploymentHtml.Card(html, card);
        }

        html.Markup("</div>");
        html.Pager(skip == 0, html.Request.Link(DeploymentsPage.At), next is null ? null : html.Request.Link(DeploymentsPage.At, ("skip", PageParts.Number(next))));
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, cards, DeploymentJson.Default.IReadOnlyListDeploymentCard);
}
