using System.Reflection;
using AiInfra.AspNetCore.Dashboard.Sections;
using AiInfra.AspNetCore.Dashboard.Views;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary>Writes the page: all of it, or the part that is fetched again.</summary>
internal static class PageRenderer
{
    private static readonly string Style = Asset("page.css");
    private static readonly string Script = Asset("page.js");

    public static string Page(PageView page, DashboardOptions options, bool readOnly, string nonce)
    {
        var html = new Html();
        html.Add($"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><title>{options.Title}</title><link rel=\"icon\" href=\"data:,\"><style nonce=\"{nonce}\">")
            .Markup(Style).Markup("</style></head>");
        html.Add($"<body data-refresh=\"{options.RefreshSeconds}\"><a class=\"skip\" href=\"#content\">Skip to content</a><header class=\"top\"><h1>{options.Title}</h1><nav aria-label=\"Sections\"><a href=\"#deployments\">Deployments</a><a href=\"#events\">Events</a><a href=\"#models\">Registry</a><a href=\"#runs\">Runs</a><a href=\"#datasets\">Datasets</a></nav><p id=\"state\"></p></header><main id=\"content\">");
        Content(html, page);
        html.Markup("</main>");
        if (!readOnly)
        {
            html.Markup("""
                <dialog id="ask" aria-labelledby="ask-title"><form method="dialog"><h2 id="ask-title">Roll back</h2><p id="ask-text"></p>
                <label for="ask-reason">Why? It is kept in the audit.</label><textarea id="ask-reason" rows="3" maxlength="500" required></textarea>
                <p id="ask-error" class="bad" role="alert"></p><div class="buttons"><button type="button" id="ask-no">Cancel</button><button type="submit" id="ask-yes" class="danger">Roll back</button></div></form></dialog>
                """);
        }

        html.Add($"<script nonce=\"{nonce}\">").Markup(Script).Markup("</script></body></html>");
        return html.ToString();
    }

    public static string Content(PageView page)
    {
        var html = new Html();
        Content(html, page);
        return html.ToString();
    }

    private static void Content(Html html, PageView page)
    {
        DeploymentsSection.Write(html, page);
        EventsSection.Write(html, page);
        ModelsSection.Write(html, page);
        RunsSection.Write(html, page);
        DatasetsSection.Write(html, page);
    }

    private static string Asset(string name)
    {
        Assembly assembly = typeof(PageRenderer).Assembly;
        using Stream stream = assembly.GetManifestResourceStream($"AiInfra.AspNetCore.Dashboard.Assets.{name}") ?? throw new InvalidOperationException($"The package lacks its own {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
