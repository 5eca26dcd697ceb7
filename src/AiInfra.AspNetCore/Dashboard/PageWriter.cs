using System.Runtime.CompilerServices;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary>Writes a page. Whatever stands in the holes of a template is escaped, so that no data can become markup.</summary>
/// <remarks>A style attribute or a script in the markup does nothing: the dashboard's policy lets only its own run.</remarks>
public sealed class PageWriter
{
    /// <summary>Starts a page.</summary>
    public PageWriter(DashboardRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Request = request;
    }

    /// <summary>What was asked.</summary>
    public DashboardRequest Request { get; }

    internal Html Html { get; } = new();

    /// <summary>The table that is being written: where its rows begin, and its headings.</summary>
    private (int From, string[] Headings)? Rows { get; set; }

    /// <summary>Writes a template: its words as they are, its holes escaped.</summary>
    public PageWriter Add([InterpolatedStringHandlerArgument("")] ref Template template)
    {
        _ = template;
        return this;
    }

    /// <summary>Writes markup as it is. Never hand it anything that came from outside.</summary>
    public PageWriter Markup(string markup)
    {
        Html.Markup(markup);
        return this;
    }

    /// <summary>Writes a time as people say it ("5 min ago"), with the exact one where the pointer rests.</summary>
    public PageWriter Time(DateTimeOffset at)
    {
        Html.Add($"<time datetime=\"{at.UtcDateTime.ToString("O")}\" title=\"{at.UtcDateTime.ToString("u")}\">{HtmlNumbers.Ago(Request.At - at)}</time>");
        return this;
    }

    /// <summary>Writes a link to a page of the dashboard.</summary>
    /// <param name="path">Its <see cref="IDashboardPage.Path"/>.</param>
    /// <param name="words">What the link says.</param>
    /// <param name="query">Names and values of the query; those without a value are left out.</param>
    public PageWriter Link(string path, string words, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        Html.Add($"<a href=\"{Request.Link(path, query)}\">{words}</a>");
        return this;
    }

    /// <summary>Writes a line over time: a row of points with its ends written out.</summary>
    /// <param name="name">What it shows.</param>
    /// <param name="points">In order of time. A value that is not finite leaves a gap.</param>
    public PageWriter Line(string name, IReadOnlyList<(DateTimeOffset At, double Value)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        Html.Add($"<figure class=\"quality\"><figcaption><span>{name}</span></figcaption>");
        new HtmlChart
        {
            Label = name,
            Lines = [new HtmlLine(name, "", [.. points.Select(p => ((double)p.At.ToUnixTimeMilliseconds(), p.Value))])],
            Place = HtmlNumbers.Clock,
        }.Write(Html);
        Html.Markup("</figure>");
        return this;
    }

    /// <summary>What stands where there is nothing yet.</summary>
    public PageWriter Empty(string words) => Add($"<p class=\"empty\">{words}</p>");

    /// <summary>A table that scrolls sideways where it is wider than the page; <see cref="EndTable"/> closes it. A heading that begins with "#" stands over numbers.</summary>
    /// <param name="label">What the table is, for those who hear the page.</param>
    /// <param name="headings">The columns'; write the rows with <see cref="Add"/>, as <c>&lt;tr&gt;&lt;td&gt;…</c>.</param>
    /// <exception cref="InvalidOperationException">A table is open.</exception>
    public PageWriter Table(string label, params ReadOnlySpan<string> headings)
    {
        if (Rows is not null)
        {
            throw new InvalidOperationException($"The table '{label}' begins within another; end that with {nameof(EndTable)}.");
        }

        Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table><thead><tr>");
        var names = new string[headings.Length];
        int i = 0;
        foreach (string heading in headings)
        {
            names[i++] = heading.TrimStart('#');
            bool numbers = heading.StartsWith('#');
            Markup(numbers ? "<th class=\"n\">" : "<th>").Add($"{heading.TrimStart('#')}</th>");
        }

        Markup("</tr></thead><tbody>");
        Rows = (Html.Length, names);
        return this;
    }

    /// <summary>Ends a table. Every cell gets its heading's name, which a narrow screen shows beside it, where the columns stand below each other.</summary>
    /// <exception cref="InvalidOperationException">No table is open.</exception>
    public PageWriter EndTable()
    {
        (int from, string[] headings) = Rows ?? throw new InvalidOperationException($"No table is open; begin one with {nameof(Table)}.");
        Rows = null;
        Labelled(Html.Cut(from), headings);
        return Markup("</tbody></table></div>");
    }

    /// <summary>A small table of names and values; nothing where there are none.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="facts">The names and values.</param>
    public PageWriter Facts(string title, IEnumerable<(string Name, string Value)> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        (string Name, string Value)[] all = [.. facts];
        if (all.Length == 0)
        {
            return this;
        }

        Add($"<h3>{title}</h3><dl class=\"facts\">");
        foreach ((string name, string value) in all)
        {
            Add($"<div><dt>{name}</dt><dd>{value}</dd></div>");
        }

        return Markup("</dl>");
    }

    /// <summary>Links to the first and to the next page of a list; nothing where the list is whole.</summary>
    /// <param name="isFirst">Whether this is the first page.</param>
    /// <param name="first">Address of the first page, from <see cref="DashboardRequest.Link"/>.</param>
    /// <param name="next">Address of the next one; null where there is none.</param>
    public PageWriter Pager(bool isFirst, string first, string? next)
    {
        if (isFirst && next is null)
        {
            return this;
        }

        Markup("<p class=\"pager\">");
        if (!isFirst)
        {
            Add($"<a href=\"{first}\">Newest</a>");
        }

        return (next is null ? this : Add($"<a rel=\"next\" href=\"{next}\">Older</a>")).Markup("</p>");
    }

    /// <inheritdoc />
    public override string ToString() => Html.ToString();

    // Rows are markup of the pages' own: "<td" stands in it nowhere but at a cell, for data are escaped.
    private void Labelled(string rows, string[] headings)
    {
        const string cell = "<td";
        int column = 0;
        int from = 0;
        while (rows.IndexOf(cell, from, StringComparison.Ordinal) is >= 0 and int at)
        {
            column = rows.AsSpan(from, at - from).Contains("<tr", StringComparison.Ordinal) ? 0 : column;
            Markup(rows[from..at]).Markup(cell);
            if (column < headings.Length && headings[column].Length > 0)
            {
                Add($" data-label=\"{headings[column]}\"");
            }

            column++;
            from = at + cell.Length;
        }

        Markup(rows[from..]);
    }

    /// <summary>A template that is being written.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Template
    {
        private readonly Html.Template _to;

        /// <summary>Begins to write.</summary>
        public Template(int literalLength, int formattedCount, PageWriter writer)
        {
            ArgumentNullException.ThrowIfNull(writer);
            _to = new Html.Template(literalLength, formattedCount, writer.Html);
        }

        /// <summary>Writes words of the template.</summary>
        public void AppendLiteral(string markup) => _to.AppendLiteral(markup);

        /// <summary>Writes a text, escaped.</summary>
        public void AppendFormatted(string? text) => _to.AppendFormatted(text);

        /// <summary>Writes a whole number.</summary>
        public void AppendFormatted(long number) => _to.AppendFormatted(number);

        /// <summary>Writes a number in a format.</summary>
        public void AppendFormatted(double number, string format) => _to.AppendFormatted(number, format);
    }
}
