using System.Globalization;
using System.Text;

namespace AiInfra.Markup;

/// <summary>Shows what would otherwise change how the text around it reads: control characters, and the marks that turn the direction of writing, by which one name passes for another.</summary>
internal static class HtmlText
{
    public static string Of(string text)
    {
        int first = text.AsSpan().IndexOfAny(Hidden);
        if (first < 0)
        {
            return text;
        }

        var shown = new StringBuilder(text, 0, first, text.Length + 16);
        foreach (char c in text.AsSpan(first))
        {
            _ = Hidden.Contains(c) ? shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : shown.Append(c);
        }

        return shown.ToString();
    }

    private static System.Buffers.SearchValues<char> Hidden { get; } = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(0, 0x10000).Select(c => (char)c).Where(c => (char.IsControl(c) && c is not ('\t' or '\n' or '\r')) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u200e' or '\u200f' or '\u061c' or '\ufeff')]);
}
