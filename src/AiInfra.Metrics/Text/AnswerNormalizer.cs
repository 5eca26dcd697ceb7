using System.Text;
using System.Text.RegularExpressions;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text;

/// <summary>Makes answers alike.</summary>
public static class AnswerNormalizer
{
    /// <summary>An answer after the steps of the options.</summary>
    public static string Normalize(string answer, AnswerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(answer);
        options ??= AnswerOptions.Squad;
        foreach (Regex ignored in options.Ignored)
        {
            answer = ignored.Replace(answer, "");
        }

        answer = options.IgnoreCase ? TextRules.Lower(answer) : answer;
        if (options.IgnorePunctuation || options.IgnoreNumbers)
        {
            answer = string.Concat(answer.Where(c => !(options.IgnorePunctuation && IsMark(c)) && !(options.IgnoreNumbers && char.IsAsciiDigit(c))));
        }

        answer = options.IgnoreArticles ? WithoutArticles(answer) : answer;
        return options.CollapseSpaces ? string.Join(' ', Words(answer)) : answer;
    }

    /// <summary>The words that white space separates.</summary>
    internal static List<string> Words(string text)
    {
        var words = new List<string>();
        ReadOnlySpan<char> rest = text;
        for (ReadOnlySpan<char> word = TextRules.NextWord(ref rest); !word.IsEmpty; word = TextRules.NextWord(ref rest))
        {
            words.Add(word.ToString());
        }

        return words;
    }

    private static bool IsMark(char c) => char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c));

    // A space takes their place, so that neighbours do not grow together.
    private static string WithoutArticles(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length;)
        {
            int end = i;
            while (end < text.Length && IsWord(text, end))
            {
                end++;
            }

            ReadOnlySpan<char> word = text.AsSpan(i, Math.Max(1, end - i));
            kept.Append(word is "a" or "an" or "the" ? " " : word);
            i += word.Length;
        }

        return kept.ToString();
    }

    private static bool IsWord(string text, int at) => text[at] == '_' || char.IsSurrogate(text[at]) || char.IsLetterOrDigit(text[at]) || char.IsNumber(text[at]);
}
