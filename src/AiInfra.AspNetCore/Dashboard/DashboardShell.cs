using System.Reflection;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary>What stands around every page: head, navigation, search, the dialog for changes.</summary>
internal sealed class DashboardShell(IReadOnlyList<IDashboardPage> pages, DashboardOptions options)
{
    private static readonly string s_style = Asset("page.css");
    private static readonly string s_script = Asset("page.js");

    /// <summary>A whole page around content.</summary>
    public string Page(IDashboardPage page, PageWriter content, string nonce)
    {
        DashboardRequest request = content.Request;
        string title = page.Path.Length == 0 ? options.Title : $"{page.Title} – {options.Title}";
        var html = new Html();
        html.Add($"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title><link rel=\"icon\" href=\"data:,\"><style nonce=\"{nonce}\">")
            .Markup(s_style).Markup(page.Stylesheet).Markup("</style></head>");
        html.Add($"<body data-refresh=\"{options.RefreshSeconds}\" data-root=\"{request.ToRoot}\"><a class=\"skip\" href=\"#content\">Skip to content</a><header class=\"top\"><h1><a href=\"{request.Link("")}\">{options.Title}</a></h1><nav aria-label=\"Pages\">");
        foreach (IDashboardPage each in pages.Where(p => p.Order >= 0))
        {
            html.Add($"<a href=\"{request.Link(each.Path)}\"").Markup(each == page ? " aria-current=\"page\">" : ">").Add($"{each.Title}</a>");
        }

        html.Add($"</nav><form class=\"search\" role=\"search\" method=\"get\" action=\"{request.Link(Pages.Search.SearchPage.At)}\"><input type=\"search\" name=\"q\" aria-label=\"Search by name or id\" placeholder=\"Name or id\" maxlength=\"200\" required value=\"{(page.Path == Pages.Search.SearchPage.At ? request["q"] : "")}\"><button>Search</button></form><p id=\"state\"></p></header><main><h2 class=\"page\">{page.Title}</h2><div id=\"content\">");
        html.Markup(content.ToString()).Markup("</div></main>");
        if (request.MayChange)
        {
            html.Markup("""
                <dialog id="ask" aria-labelledby="ask-title"><form method="dialog"><h2 id="ask-title"></h2><p id="ask-text"></p>
                <label for="ask-reason">Why? It is kept in the audit.</label><textarea id="ask-reason" rows="3" maxlength="500" required></textarea>
                <label id="ask-other"><input type="checkbox" id="ask-allow"> Also if it takes or gives something else than the champion, which callers notice</label>
                <p id="ask-error" class="bad" role="alert"></p><div class="buttons"><button type="button" id="ask-no">Cancel</button><button type="submit" id="ask-yes" class="danger"></button></div></form></dialog>
                """);
        }

        html.Add($"<script nonce=\"{nonce}\">").Markup(s_script).Markup("</script></body></html>");
        return html.ToString();
    }

    private static string Asset(string name)
    {
        Assembly assembly = typeof(DashboardShell).Assembly;
        using Stream stream = assembly.GetManifestResourceStream($"AiInfra.AspNetCore.Dashboard.Assets.{name}") ?? throw new InvalidOperationException($"The package lacks its own {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
