using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace AiInfra.Metrics.Text.Tokens;

/// <summary>White space and case as Python's strings have them, because the definitions of the field are Python programs.</summary>
internal static class TextRules
{
    private const char CapitalSigma = '\u03A3';

    /// <summary>Whether str.split separates here: Unicode white space and the four separators of ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSpace(char c) => c <= ' ' ? c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\u001C' && c <= '\u001F') : c >= '\u0085' && char.IsWhiteSpace(c);

    public static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> text)
    {
        int end = text.Length;
        while (end > 0 && IsSpace(text[end - 1]))
        {
            end--;
        }

        return text[..end];
    }

    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        text = TrimEnd(text);
        int start = 0;
        while (start < text.Length && IsSpace(text[start]))
        {
            start++;
        }

        return text[start..];
    }

    public static string TrimEnd(string text) => text.Length > 0 && IsSpace(text[^1]) ? TrimEnd(text.AsSpan()).ToString() : text;

    /// <summary>Cuts the next word off; empty when there is none.</summary>
    public static ReadOnlySpan<char> NextWord(ref ReadOnlySpan<char> rest)
    {
        int start = 0;
        while (start < rest.Length && IsSpace(rest[start]))
        {
            start++;
        }

        int end = start;
        while (end < rest.Length && !IsSpace(rest[end]))
        {
            end++;
        }

        ReadOnlySpan<char> word = rest[start..end];
        rest = rest[end..];
        return word;
    }

    /// <summary>Lower case with Unicode's special cases: the dotted capital I becomes two characters, a capital sigma that ends a word the final small sigma.</summary>
    public static string Lower(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var lower = new StringBuilder(text.Length + 2);
        int at = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value == 0x130)
            {
                lower.Append("i\u0307");
            }
            else if (rune.Value == CapitalSigma)
            {
                lower.Append(EndsWord(text, at) ? '\u03C2' : '\u03C3');
            }
            else if (rune.Value == 0x212A)
            {
                lower.Append('k');
            }
            else
            {
                lower.Append(Rune.ToLowerInvariant(rune));
            }

            at += rune.Utf16SequenceLength;
        }

        return lower.ToString();
    }

    // Unicode, section 3.13: a cased letter before and none after, marks and apostrophes not counted.
    private static bool EndsWord(string text, int at)
    {
        int before = at - 1;
        while (before >= 0 && IsIgnored(text, before))
        {
            before--;
        }

        if (before < 0 || !IsCased(text, before))
        {
            return false;
        }

        int after = at + 1;
        while (after < text.Length && IsIgnored(text, after))
        {
            after++;
        }

        return after == text.Length || !IsCased(text, after);
    }

    // Roman numerals, circled letters and the two ordinal signs are cased without being letters of a case.
    private static bool IsCased(string text, int at) =>
        CategoryAt(text, at) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        || text[at] is '\u00AA' or '\u00BA' or (>= '\u2160' and <= '\u217F') or (>= '\u24B6' and <= '\u24E9');

    private static bool IsIgnored(string text, int at) =>
        text[at] is '\'' or '.' or ':' or '^' or '`' or '\u00B7' or '\u2018' or '\u2019' or '\u2024' or '\u2027' or '\uFE13' or '\uFE52' or '\uFE55' or '\uFF07' or '\uFF0E' or '\uFF1A'
        || CategoryAt(text, at) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;

    private static UnicodeCategory CategoryAt(string text, int at) =>
        CharUnicodeInfo.GetUnicodeCategory(text, char.IsLowSurrogate(text[at]) && at > 0 ? at - 1 : at);
}
