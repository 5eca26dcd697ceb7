using System.Globalization;
using System.Text;

namespace AiInfra.Metrics.Text.Tokens;

internal sealed class UnicodeTokenizer : ITextTokenizer
{
    public string Name => "unicode";

    public string Tokenize(string text)
    {
        var words = new StringBuilder(text.Length + 16);
        bool alone = false;
        foreach (Rune rune in TextRules.Lower(text).EnumerateRunes())
        {
            if (IsMark(rune))
            {
                words.Append(rune);
                continue;
            }

            bool next = HasNoSpaces(rune.Value);
            bool word = Rune.IsLetterOrDigit(rune) || Rune.IsNumber(rune);
            if (next || alone || !word)
            {
                words.Append(' ');
            }

            if (word)
            {
                words.Append(rune);
            }

            alone = next;
        }

        return words.ToString();
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    // Han and kana, and the scripts of south-east Asia; marks stay with the character before.
    private static bool HasNoSpaces(int c) =>
        (c >= 0x2E80 && c <= 0x312F) || (c >= 0x31A0 && c <= 0x31FF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF);
}
