using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace AiInfra.Markup;

/// <summary>Writes HTML. Whatever stands in the holes of a template is escaped, so that no data can become markup.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>Writes a template: its words as they are, its holes escaped but for those that are HTML themselves.</summary>
    public Html Add([InterpolatedStringHandlerArgument("")] ref Template template)
    {
        _ = template;
        return this;
    }

    /// <summary>Writes text that is markup already and comes from this package.</summary>
    public Html Markup(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>How much is written.</summary>
    public int Length => _text.Length;

    /// <summary>Takes what was written from a place on back.</summary>
    public string Cut(int from)
    {
        string cut = _text.ToString(from, _text.Length - from);
        _text.Length = from;
        return cut;
    }

    public override string ToString() => _text.ToString();

    private StringBuilder Room(int more)
    {
        _text.EnsureCapacity(_text.Length + more);
        return _text;
    }

    /// <summary>A template that is being written.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Template(int literalLength, int formattedCount, Html html)
    {
        private readonly StringBuilder _to = html.Room(literalLength + (formattedCount * 8));

        public void AppendLiteral(string markup) => _to.Append(markup);

        public void AppendFormatted(string? text) => _to.Append(HtmlEncoder.Default.Encode(HtmlText.Of(text ?? "")));

        public void AppendFormatted(Html? part) => _to.Append(part?._text);

        public void AppendFormatted(long number) => _to.Append(CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(double number, string format) => _to.Append(number.ToString(format, CultureInfo.InvariantCulture));
    }
}
