using AiInfra.AspNetCore.Dashboard.Pages.Datasets;
using AiInfra.AspNetCore.Dashboard.Pages.Runs;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Models;

/// <summary>Tables of versions and of moves of aliases.</summary>
internal static class ModelHtml
{
    public static void Versions(PageWriter html, ModelCard model)
    {
        html.Table("Registered versions", "version", "aliases", "registered", "metrics", "run", "data", "tags");
        foreach (RegisteredRow v in model.Versions)
        {
            html.Markup("<tr><td>").Link(ModelsPage.At, $"v{v.Version}", ("name", model.Name), ("version", PageParts.Number(v.Version))).Markup("</td><td>");
            foreach (string alias in v.Aliases)
            {
                html.Add($"<span class=\"tag {alias}\">{alias}</span> ");
            }

            html.Markup("</td><td>").Time(v.RegisteredAt).Markup("</td><td class=\"pairs\">");
            html.Pairs(v.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, HtmlNumbers.Metric(m.Value))), 4).Markup("</td><td>");
            html.Id(RunsPage.At, "id", v.RunId).Markup("</td><td>").Id(DatasetsPage.At, "commit", v.DatasetCommitId).Markup("</td><td class=\"pairs\">");
            html.Pairs(v.Tags.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value)), 3).Markup("</td></tr>");
        }

        html.EndTable();
    }

    public static void Audit(PageWriter html, ModelCard model, bool open)
    {
        if (model.Audit.Count == 0)
        {
            return;
        }

        html.Markup(open ? "<details open " : "<details ").Add($"data-keep=\"audit-{model.Name}\"><summary>Audit of aliases ({model.Audit.Count})</summary><ol class=\"events\">");
        foreach (AuditRow move in model.Audit)
        {
            html.Markup("<li>").Time(move.At).Add($"<span class=\"tag {move.Alias}\">{move.Alias}</span><span class=\"subject\">{PageParts.Version(move.From)} → {PageParts.Version(move.To)}</span><span class=\"message\">{move.Reason} <span class=\"quiet\">by {move.Actor}</span></span></li>");
        }

        html.Markup("</ol></details>");
    }
}
