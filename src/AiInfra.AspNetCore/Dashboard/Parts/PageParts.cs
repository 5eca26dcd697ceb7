using System.Globalization;

namespace AiInfra.AspNetCore.Dashboard.Parts;

/// <summary>What several pages write alike.</summary>
internal static class PageParts
{
    // Of a run with thousands of metrics a list's page must not carry all of them.
    private const int MostInATitle = 50;

    extension(PageWriter html)
    {
        /// <summary>The first pairs, and how many more there are.</summary>
        public PageWriter Pairs(IEnumerable<(string Name, string Value)> pairs, int shown = int.MaxValue)
        {
            (string Name, string Value)[] all = [.. pairs];
            foreach ((string name, string value) in all.Take(shown))
            {
                html.Add($"<span class=\"pair\"><span>{name}</span> {value}</span> ");
            }

            return all.Length > shown
                ? html.Add($"<span class=\"quiet\" title=\"{string.Join(", ", all.Skip(shown).Take(MostInATitle).Select(p => $"{p.Name} {p.Value}"))}{(all.Length - shown > MostInATitle ? ", …" : "")}\">+{all.Length - shown}</span>")
                : html;
        }

        /// <summary>The beginning of an id, as a link to the page that shows it.</summary>
        public PageWriter Id(string path, string name, string? id) => id is null
            ? html
            : html.Add($"<a href=\"{html.Request.Link(path, (name, id))}\" title=\"{id}\"><code>{HtmlNumbers.Short(id)}</code></a>");

        /// <summary>Events as a list, the newest first.</summary>
        public PageWriter Events(IReadOnlyList<EventRow> events)
        {
            html.Markup("<ol class=\"events\">");
            foreach (EventRow e in events)
            {
                html.Markup("<li>").Time(e.At).Add($"<span class=\"badge {e.Tone}\">{e.Kind}</span><span class=\"subject\">{e.Subject}</span><span class=\"message\">{e.Message}");
                if (e.Position is long position)
                {
                    html.Add($" <span class=\"quiet\">row {position}</span>");
                }

                html.Markup("</span></li>");
            }

            return html.Markup("</ol>");
        }
    }

    public static string Version(int? version) => version is int v ? $"v{v.ToString(CultureInfo.InvariantCulture)}" : "none";

    public static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
