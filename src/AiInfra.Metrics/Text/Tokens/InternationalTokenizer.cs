using System.Globalization;
using System.Text;

namespace AiInfra.Metrics.Text.Tokens;

internal sealed class InternationalTokenizer : ITextTokenizer
{
    private static readonly Rune s_space = new(' ');

    public string Name => "intl";

    public string Tokenize(string text)
    {
        List<Rune> runes = [.. text.EnumerateRunes()], next = new(2 * text.Length);
        AfterOther(runes, next);
        runes.Clear();
        BeforeOther(next, runes);
        var apart = new StringBuilder(2 * runes.Count);
        foreach (Rune rune in runes)
        {
            if (IsSymbol(rune))
            {
                apart.Append(' ').Append(rune).Append(' ');
            }
            else
            {
                apart.Append(rune);
            }
        }

        return apart.ToString();
    }

    private static void AfterOther(List<Rune> from, List<Rune> to)
    {
        for (int i = 0; i < from.Count; i++)
        {
            to.Add(from[i]);
            if (i + 1 < from.Count && !IsNumber(from[i]) && IsPunctuation(from[i + 1]))
            {
                to.AddRange([s_space, from[++i], s_space]);
            }
        }
    }

    private static void BeforeOther(List<Rune> from, List<Rune> to)
    {
        for (int i = 0; i < from.Count; i++)
        {
            if (i + 1 < from.Count && IsPunctuation(from[i]) && !IsNumber(from[i + 1]))
            {
                to.AddRange([s_space, from[i], s_space, from[++i]]);
            }
            else
            {
                to.Add(from[i]);
            }
        }
    }

    private static bool IsNumber(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool IsPunctuation(Rune rune) => Rune.IsPunctuation(rune);

    private static bool IsSymbol(Rune rune) => Rune.IsSymbol(rune);
}
