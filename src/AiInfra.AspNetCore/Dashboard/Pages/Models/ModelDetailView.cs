using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Models;

/// <summary>One model: a page of its versions and of its audit.</summary>
internal sealed class ModelDetailView(ModelDetail detail, DashboardRequest request) : IDashboardView
{
    public void Write(PageWriter html)
    {
        ModelCard model = detail.Model;
        html.Add($"<article class=\"card\"><header><h3>{model.Name}</h3><span class=\"quiet\">{(model.Newest is null ? "" : $"newest {PageParts.Version(model.Newest)}")}</span></header>");
        if (model.Versions.Count == 0)
        {
            html.Markup("<p class=\"quiet\">No version here.</p>");
        }
        else
        {
            ModelHtml.Versions(html, model);
        }

        html.Pager(request["before"] is null, Link(null, request["audit"]), detail.OlderVersions is int older ? Link(PageParts.Number(older), request["audit"]) : null);
        ModelHtml.Audit(html, model, open: true);
        html.Pager(request["audit"] is null, Link(request["before"], null), detail.OlderAudit is long move ? Link(request["before"], PageParts.Number(move)) : null).Markup("</article>");

        string Link(string? before, string? audit) => html.Request.Link(ModelsPage.At, ("name", model.Name), ("before", before), ("audit", audit));
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, detail, ModelJson.Default.ModelDetail);
}
