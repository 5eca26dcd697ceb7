using System.Text;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text.Matching;

/// <summary>Tercom's preparation of a text.</summary>
internal sealed class TercomTokenizer(TranslationEditRateOptions options) : ITextTokenizer
{
    public string Name => "tercom";

    public string Tokenize(string text)
    {
        text = TextRules.TrimEnd(text);
        text = options.CaseSensitive ? text : TextRules.Lower(text);
        if (options.Normalized)
        {
            text = Western(text);
            text = options.AsianSupport ? Asian(text) : text;
        }

        return options.NoPunctuation ? WithoutPunctuation(text) : text;
    }

    private static string Western(string text)
    {
        text = text.Replace("\n-", "", StringComparison.Ordinal).Replace('\n', ' ')
            .Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        TextBuffer first = new(), second = new();
        second.Append(' ');
        WesternPunctuation.Separate(text, second);
        second.Append(' ');
        first.Append(second.Text.ToString().Replace("'s ", " 's ", StringComparison.Ordinal));
        return WesternPunctuation.Stops(first, second).Text.ToString();
    }

    private static string Asian(string text)
    {
        var apart = new StringBuilder(2 * text.Length);
        foreach (char c in text)
        {
            apart.Append(IsIdeograph(c) || IsAsianMark(c) ? $" {c} " : c.ToString());
        }

        return apart.ToString();
    }

    private string WithoutPunctuation(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (c is not ('.' or ',' or '?' or ':' or ';' or '!' or '"' or '(' or ')') && !(options.AsianSupport && IsAsianMark(c)))
            {
                kept.Append(c);
            }
        }

        return kept.ToString();
    }

    // U+3200-3F22 is how the range of enclosed letters is written there, extension A included; scores agree only with it.
    private static bool IsIdeograph(char c) => c is (>= '\u4E00' and <= '\u9FFF') or (>= '\u3200' and <= '\u4DBF') or (>= '\u31C0' and <= '\u31EF') or (>= '\u2E80' and <= '\u2EFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFE30' and <= '\uFE4F');

    private static bool IsAsianMark(char c) => c is '\u3001' or '\u3002' or (>= '\u3008' and <= '\u3011') or (>= '\u3014' and <= '\u301F') or (>= '\uFF61' and <= '\uFF65') or '\u30FB'
        or '\uFF0E' or '\uFF0C' or '\uFF1F' or '\uFF1A' or '\uFF1B' or '\uFF01' or '\uFF02' or '\uFF08' or '\uFF09';
}
