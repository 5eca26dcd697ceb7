using System.Globalization;
using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Pages.Datasets;
using AiInfra.AspNetCore.Dashboard.Pages.Deployments;
using AiInfra.AspNetCore.Dashboard.Pages.Runs;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Models;

/// <summary>One version: files, metrics, tags, lineage.</summary>
internal sealed class VersionDetailView(VersionDetail detail) : IDashboardView
{
    public void Write(PageWriter html)
    {
        RegisteredRow v = detail.Version;
        html.Markup("<article class=\"card\"><header><h3>").Link(ModelsPage.At, detail.Model, ("name", detail.Model)).Add($" v{v.Version}</h3>");
        foreach (string alias in v.Aliases)
        {
            html.Add($"<span class=\"tag {alias}\">{alias}</span> ");
        }

        html.Markup("<span class=\"quiet\">registered ").Time(v.RegisteredAt).Markup("</span></header>");
        if (v.RunId is not null)
        {
            html.Markup("<p>Made by run ").Id(RunsPage.At, "id", v.RunId).Markup("</p>");
        }

        if (v.DatasetCommitId is not null)
        {
            html.Markup("<p>Trained on commit ").Id(DatasetsPage.At, "commit", v.DatasetCommitId).Markup("</p>");
        }

        html.Facts("Metrics", v.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, HtmlNumbers.Metric(m.Value))));
        html.Facts("Tags", v.Tags.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value)));
        html.Facts("Files", v.Files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => (f.Key, f.Value)));
        html.Markup("</article>");
        Lineage(html, "What it came from", detail.From);
        Lineage(html, "What came from it", detail.To);
        if (detail.MoreEdges > 0)
        {
            html.Add($"<p class=\"quiet\">{detail.MoreEdges} more steps of its lineage are not shown.</p>");
        }
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, detail, ModelJson.Default.VersionDetail);

    private static void Lineage(PageWriter html, string title, IReadOnlyList<LineageRow> edges)
    {
        html.Add($"<h2>{title}</h2>");
        if (edges.Count == 0)
        {
            html.Empty("Nothing is known of that.");
            return;
        }

        html.Markup("<div class=\"card\">").Table(title, "from", "as", "to");
        foreach (LineageRow edge in edges)
        {
            html.Markup("<tr><td class=\"wide\">");
            Node(html, edge.FromKind, edge.FromId);
            html.Add($"</td><td>{edge.Role}</td><td class=\"wide\">");
            Node(html, edge.ToKind, edge.ToId);
            html.Markup("</td></tr>");
        }

        html.EndTable().Markup("</div>");
    }

    private static void Node(PageWriter html, string kind, string id)
    {
        html.Add($"<span class=\"quiet\">{kind}</span> ");
        int slash = id.LastIndexOf('/');
        switch (kind)
        {
            case "run":
                html.Id(RunsPage.At, "id", id);
                break;
            case "dataset":
                html.Id(DatasetsPage.At, "commit", id);
                break;
            case "deployment":
                html.Link(DeploymentsPage.At, id, ("name", id));
                break;
            case "model" when slash > 0 && int.TryParse(id.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int version):
                html.Link(ModelsPage.At, $"{id[..slash]} v{version}", ("name", id[..slash]), ("version", PageParts.Number(version)));
                break;
            default:
                html.Add($"{id}");
                break;
        }
    }
}
