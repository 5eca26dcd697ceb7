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
    internal (int From, string[] Headings)? Rows { get; set; }

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

    /// <inheritdoc />
    public override string ToString() => Html.ToString();

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
