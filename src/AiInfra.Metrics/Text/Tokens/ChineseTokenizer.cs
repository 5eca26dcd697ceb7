namespace AiInfra.Metrics.Text.Tokens;

internal sealed class ChineseTokenizer : ITextTokenizer
{
    // As sacrebleu has them. Two ranges, meant for planes beyond the first, are read there as U+2001-2A6D and U+2F81-2FA1; scores agree only with them.
    private static readonly (char From, char To)[] s_ranges =
    [
        ('\u2001', '\u2A6D'), ('\u2E80', '\u2EFF'), ('\u2F00', '\u2FDF'), ('\u2FF0', '\u303F'), ('\u3100', '\u312F'), ('\u31A0', '\u31BF'), ('\u31C0', '\u31EF'),
        ('\u3200', '\u33FF'), ('\u3400', '\u4DB5'), ('\u4E00', '\u9FBB'), ('\uF900', '\uFA2D'), ('\uFA30', '\uFA6A'), ('\uFA70', '\uFAD9'), ('\uFE10', '\uFE1F'), ('\uFE30', '\uFE4F'), ('\uFF00', '\uFFEF'),
    ];

    public string Name => "zh";

    public string Tokenize(string text)
    {
        TextBuffer first = new(), second = new();
        foreach (char c in TextRules.Trim(text))
        {
            if (IsChinese(c))
            {
                second.AppendApart(c);
            }
            else
            {
                second.Append(c);
            }
        }

        WesternPunctuation.Separate(second.Text, first);
        return WesternPunctuation.Stops(first, second).Text.ToString();
    }

    private static bool IsChinese(char c)
    {
        if (c < '\u2001')
        {
            return false;
        }

        foreach ((char from, char to) in s_ranges)
        {
            if (c >= from && c <= to)
            {
                return true;
            }
        }

        return false;
    }
}
