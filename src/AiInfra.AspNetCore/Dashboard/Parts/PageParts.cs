using System.Globalization;

namespace AiInfra.AspNetCore.Dashboard.Parts;

/// <summary>What several pages write alike.</summary>
internal static class PageParts
{
    // Of a run with thousands of metrics a list's page must not carry all of them.
    private const int MostInATitle = 50;

    extension(PageWriter html)
    {
        /// <summary>What stands where there is nothing yet.</summary>
        public PageWriter Empty(string words) => html.Add($"<p class=\"empty\">{words}</p>");

        /// <summary>A table that scrolls sideways where it is wider than the page; <see cref="EndTable"/> closes it. A heading that begins with "#" stands over numbers.</summary>
        public PageWriter Table(string label, params ReadOnlySpan<string> headings)
        {
            html.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table><thead><tr>");
            var names = new string[headings.Length];
            int i = 0;
            foreach (string heading in headings)
            {
                names[i++] = heading.TrimStart('#');
                bool numbers = heading.StartsWith('#');
                html.Markup(numbers ? "<th class=\"n\">" : "<th>").Add($"{heading.TrimStart('#')}</th>");
            }

            html.Markup("</tr></thead><tbody>");
            html.Rows = (html.Html.Length, names);
            return html;
        }

        /// <summary>Ends a table. Every cell gets its heading's name, which a narrow screen shows beside it, where the columns stand below each other.</summary>
        public PageWriter EndTable()
        {
            if (html.Rows is { } rows)
            {
                html.Rows = null;
                Labelled(html, html.Html.Cut(rows.From), rows.Headings);
            }

            return html.Markup("</tbody></table></div>");
        }

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

        /// <summary>A small table of names and values; nothing where there are none.</summary>
        public PageWriter Facts(string title, IEnumerable<(string Name, string Value)> facts)
        {
            (string Name, string Value)[] all = [.. facts];
            if (all.Length == 0)
            {
                return html;
            }

            html.Add($"<h3>{title}</h3><dl class=\"facts\">");
            foreach ((string name, string value) in all)
            {
                html.Add($"<div><dt>{name}</dt><dd>{value}</dd></div>");
            }

            return html.Markup("</dl>");
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

        /// <summary>Links to the first and to the next page of a list; nothing where the list is whole.</summary>
        public PageWriter Pager(bool isFirst, string first, string? next)
        {
            if (isFirst && next is null)
            {
                return html;
            }

            html.Markup("<p class=\"pager\">");
            if (!isFirst)
            {
                html.Add($"<a href=\"{first}\">Newest</a>");
            }

            return (next is null ? html : html.Add($"<a rel=\"next\" href=\"{next}\">Older</a>")).Markup("</p>");
        }
    }

    // Rows are markup of the pages' own: "<td" stands in it nowhere but at a cell, for data are escaped.
    private static void Labelled(PageWriter html, string rows, string[] headings)
    {
        const string cell = "<td";
        int column = 0;
        int from = 0;
        while (rows.IndexOf(cell, from, StringComparison.Ordinal) is >= 0 and int at)
        {
            column = rows.AsSpan(from, at - from).Contains("<tr", StringComparison.Ordinal) ? 0 : column;
            html.Markup(rows[from..at]).Markup(cell);
            if (column < headings.Length && headings[column].Length > 0)
            {
                html.Add($" data-label=\"{headings[column]}\"");
            }

            column++;
            from = at + cell.Length;
        }

        html.Markup(rows[from..]);
    }

    public static string Version(int? version) => version is int v ? $"v{v.ToString(CultureInfo.InvariantCulture)}" : "none";

    public static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
