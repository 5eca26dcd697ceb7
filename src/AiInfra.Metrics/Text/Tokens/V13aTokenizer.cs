namespace AiInfra.Metrics.Text.Tokens;

internal sealed class V13aTokenizer : ITextTokenizer
{
    public string Name => "13a";

    public string Tokenize(string text)
    {
        if (text.Contains("<skipped>", StringComparison.Ordinal))
        {
            text = text.Replace("<skipped>", "", StringComparison.Ordinal);
        }

        if (text.Contains('\n'))
        {
            text = text.Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ');
        }

        if (text.Contains('&'))
        {
            // In this order: "&amp;lt;" becomes "<".
            text = text.Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        }

        TextBuffer first = new(), second = new();
        first.Append(' ');
        WesternPunctuation.Separate(text, first);
        first.Append(' ');
        return WesternPunctuation.Stops(first, second).Text.ToString();
    }
}
