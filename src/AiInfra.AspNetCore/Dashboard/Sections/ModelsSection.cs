using System.Globalization;
using AiInfra.AspNetCore.Dashboard.Views;

namespace AiInfra.AspNetCore.Dashboard.Sections;

/// <summary>The registry: models, versions, aliases and the audit.</summary>
internal static class ModelsSection
{
    public static void Write(Html html, PageView page)
    {
        html.Markup("<section id=\"models\" aria-labelledby=\"h-models\"><h2 id=\"h-models\">Registry</h2>");
        if (page.Models.Count == 0)
        {
            html.Markup("<p class=\"empty\">No model is registered yet.</p>");
        }

        foreach (ModelCard model in page.Models)
        {
            html.Add($"<article class=\"card\"><header><h3>{model.Name}</h3><span class=\"quiet\">{model.VersionCount} version{(model.VersionCount == 1 ? "" : "s")}</span></header>");
            Versions(html, model, page.At);
            Audit(html, model, page.At);
            html.Markup("</article>");
        }

        html.Markup("</section>");
    }

    private static void Versions(Html html, ModelCard model, DateTimeOffset now)
    {
        html.Markup("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Registered versions\"><table><thead><tr><th>version</th><th>aliases</th><th>registered</th><th>metrics</th><th>run</th><th>data</th><th>tags</th></tr></thead><tbody>");
        foreach (RegisteredRow v in model.Versions)
        {
            html.Add($"<tr><td>v{v.Version}</td><td>");
            foreach (string alias in v.Aliases)
            {
                html.Add($"<span class=\"tag {alias}\">{alias}</span> ");
            }

            html.Add($"</td><td><time datetime=\"{v.RegisteredAt.UtcDateTime.ToString("O")}\" title=\"{v.RegisteredAt.UtcDateTime.ToString("u")}\">{Words.Ago(now - v.RegisteredAt)}</time></td><td class=\"pairs\">");
            Pairs(html, v.Metrics.Select(m => (m.Key, Words.Metric(m.Value))), 4);
            html.Markup("</td><td>");
            Id(html, v.RunId, "run-");
            html.Markup("</td><td>");
            Id(html, v.DatasetCommitId, "commit-");
            html.Markup("</td><td class=\"pairs\">");
            Pairs(html, v.Tags.Select(t => (t.Key, t.Value)), 3);
            html.Markup("</td></tr>");
        }

        html.Markup("</tbody></table></div>");
    }

    private static void Audit(Html html, ModelCard model, DateTimeOffset now)
    {
        if (model.Audit.Count == 0)
        {
            return;
        }

        html.Add($"<details data-keep=\"audit-{model.Name}\"><summary>Audit of aliases ({model.Audit.Count})</summary><ol class=\"events\">");
        foreach (AuditRow move in model.Audit)
        {
            html.Add($"<li><time datetime=\"{move.At.UtcDateTime.ToString("O")}\" title=\"{move.At.UtcDateTime.ToString("u")}\">{Words.Ago(now - move.At)}</time><span class=\"tag {move.Alias}\">{move.Alias}</span><span class=\"subject\">{Version(move.From)} → {Version(move.To)}</span><span class=\"message\">{move.Reason} <span class=\"quiet\">by {move.Actor}</span></span></li>");
        }

        html.Markup("</ol></details>");
    }

    /// <summary>The first pairs, and how many more there are.</summary>
    internal static void Pairs(Html html, IEnumerable<(string Name, string Value)> pairs, int shown)
    {
        (string Name, string Value)[] all = [.. pairs];
        foreach ((string name, string value) in all.Take(shown))
        {
            html.Add($"<span class=\"pair\"><span>{name}</span> {value}</span> ");
        }

        if (all.Length > shown)
        {
            html.Add($"<span class=\"quiet\" title=\"{string.Join(", ", all.Skip(shown).Select(p => $"{p.Name} {p.Value}"))}\">+{all.Length - shown}</span>");
        }
    }

    private static void Id(Html html, string? id, string anchor)
    {
        if (id is not null)
        {
            html.Add($"<a href=\"#{anchor}{id}\" title=\"{id}\"><code>{Words.Short(id)}</code></a>");
        }
    }

    private static string Version(int? version) => version is int v ? $"v{v.ToString(CultureInfo.InvariantCulture)}" : "none";
}
