using System.Text;

namespace AiInfra.Data.Sources.Files;

/// <summary>Guesses the encoding of text that is not UTF-8 from lines of it.</summary>
internal static class CodePageGuess
{
    private const string Russian = "оеаинтсрвлкмд", Greek = "αοιετσνηυρπκλςίόάέή";

    /// <summary>The likeliest encoding; null where none makes likely text.</summary>
    public static TextEncoding? Of(byte[] lines) => IsOtherScript(lines) ? OfRuns(lines) : Western(lines);

    /// <summary>The likeliest encoding of another script than Latin; null where none makes likely text.</summary>
    public static TextEncoding? OfScript(byte[] lines) => IsOtherScript(lines) ? OfRuns(lines) : null;

    private static bool IsOtherScript(byte[] lines)
    {
        (int inRuns, int high) = Runs(lines);
        return inRuns * 2 > high;
    }

    private static Encoding Page(int page) =>
        CodePagesEncodingProvider.Instance.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
        ?? throw new NotSupportedException($"There is no code page {page}.");

    private static TextEncoding Guess(int page, string name, string others) =>
        new(CodePagesEncodingProvider.Instance.GetEncoding(page)!, 0, $"not UTF-8: read as {name}, as its letters look; {others} would read the bytes too: say otherwise with Encoding", IsGuess: true);

    /// <summary>Bytes beyond ASCII, and how many of them stand in words that are made of such, as in scripts other than Latin.</summary>
    private static (int InRuns, int High) Runs(byte[] bytes)
    {
        int inRuns = 0, high = 0;
        for (int i = 0; i < bytes.Length;)
        {
            int end = i;
            while (end < bytes.Length && bytes[end] >= 0x80)
            {
                end++;
            }

            high += end - i;
            inRuns += end - i >= 3 ? end - i : 0;
            i = Math.Max(end, i + 1);
        }

        // In Shift-JIS and Big5 the second byte of a character may be ASCII: they look like lone bytes, but of few kinds.
        int pairs = 0;
        for (int i = 0; i + 1 < bytes.Length; i++)
        {
            pairs += bytes[i] is 0x82 or 0x83 && bytes[i + 1] >= 0x40 ? 1 : 0;
        }

        return (Math.Max(inRuns, pairs * 3), high);
    }

    private static TextEncoding? OfRuns(byte[] lines)
    {
        (double? Score, int Page, string Name, string Others)[] candidates =
        [
            (Multibyte(932, lines, (lead, _) => lead is 0x81 or 0x82 or 0x83 or (>= 0x88 and <= 0x97), lead => lead is 0x82 or 0x83, 0.15), 932, "Shift-JIS", "other encodings of East Asia"),
            (Multibyte(51932, lines, (lead, trail) => trail >= 0xA1 && lead is 0xA1 or 0xA3 or 0xA4 or 0xA5 or (>= 0xB0 and <= 0xCF), lead => lead is 0xA4 or 0xA5, 0.15) + 0.02, 51932, "EUC-JP", "GBK"),
            (Multibyte(949, lines, (lead, trail) => trail >= 0xA1 && lead is 0xA1 or (>= 0xB0 and <= 0xC8), lead => lead is >= 0xB0 and <= 0xC8, 0.5) + 0.01, 949, "EUC-KR", "GBK"),
            (Multibyte(936, lines, (lead, trail) => trail >= 0xA1 && lead is 0xA1 or 0xA3 or (>= 0xB0 and <= 0xD7), lead => lead is >= 0xB0 and <= 0xD7, 0.5), 936, "GBK", "other encodings of East Asia"),
            (Multibyte(950, lines, (lead, _) => lead is >= 0xA1 and <= 0xC6, lead => lead is >= 0xA4 and <= 0xC6, 0.5) - 0.03, 950, "Big5", "GBK"),
            (Letters(1251, Russian, lines), 1251, "Windows-1251 (Cyrillic)", "other code pages"),
            (Letters(20866, Russian, lines), 20866, "KOI8-R (Cyrillic)", "other code pages"),
            (Letters(866, Russian, lines), 866, "code page 866 (Cyrillic)", "other code pages"),
            (Letters(1253, Greek, lines) - 0.02, 1253, "Windows-1253 (Greek)", "other code pages"),
        ];
        (double? score, int page, string name, string others) = candidates.MaxBy(c => c.Score ?? -1);
        return score is null ? null : Guess(page, name, others);
    }

    /// <summary>The share of characters among those a language uses most, where the bytes are valid and enough of the needed kind are there.</summary>
    private static double? Multibyte(int page, byte[] lines, Func<byte, byte, bool> isCommon, Func<byte, bool> need, double least)
    {
        // The last character may be cut off.
        int all = 0, common = 0, needed = 0;
        try
        {
            Page(page).GetString(lines);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        for (int i = 0; i + 1 < lines.Length; i++)
        {
            byte lead = lines[i];
            if (lead < 0x81 || (page == 932 && lead is >= 0xA0 and <= 0xDF))
            {
                continue;
            }

            all++;
            common += isCommon(lead, lines[i + 1]) ? 1 : 0;
            needed += need(lead) ? 1 : 0;
            i++;
        }

        double score = all == 0 ? 0 : (double)common / all;
        return all >= 2 && score >= 0.8 && needed >= least * all ? score : null;
    }

    /// <summary>How much of a script's text the commonest letters make; small letters must outnumber capitals.</summary>
    private static double? Letters(int page, string common, byte[] lines)
    {
        string text;
        try
        {
            text = Page(page).GetString(lines);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        char[] beyond = [.. text.Where(c => c > 127)];
        char[] letters = [.. beyond.Where(char.IsLetter)];
        string lower = new string(letters).ToLowerInvariant();
        double share = letters.Length == 0 ? 0 : (double)lower.Count(c => common.Contains(c, StringComparison.Ordinal)) / letters.Length;
        bool inCase = letters.Count(char.IsLower) >= letters.Count(char.IsUpper) || !letters.Any(char.IsLower);

        // Letters that change from small to capital within a word are those of another page.
        int jumps = text.Zip(text.Skip(1)).Count(p => p.First > 127 && p.Second > 127 && char.IsLower(p.First) && char.IsUpper(p.Second));
        return letters.Length >= 3 && letters.Length >= 0.9 * beyond.Length && share >= 0.5 && inCase && jumps * 10 <= letters.Length ? share : null;
    }

    private static TextEncoding? Western(byte[] lines)
    {
        bool central = IsCentralEuropean(lines);
        int page = central ? 1250 : 1252;
        string text;
        try
        {
            text = Page(page).GetString(lines);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        int beyond = text.Count(c => c > 127);
        int odd = text.Zip(text.Skip(1), (a, b) => (a, b)).Zip(text.Skip(2), (p, c) => (Before: p.a, At: p.b, After: c)).Count(t => t.At > 127 && IsOdd(t.Before, t.At, t.After));
        bool hasControls = text.Any(c => c is >= '\u0080' and <= '\u009F');
        return hasControls || odd * 5 > beyond ? null
            : central ? Guess(1250, "Windows-1250 (Central European)", "Windows-1252")
            : Guess(1252, "Windows-1252 (Latin-1)", "Windows-1250 and others");
    }

    /// <summary>A sign in the middle of a word, or a capital after a small letter.</summary>
    private static bool IsOdd(char before, char at, char after) =>
        char.IsLetter(before) && ((char.IsLetter(after) && !char.IsLetter(at) && at is not ('\u2019' or '\u2018' or '\u00B4' or '\u00AD' or '\u2013' or '\u2014' or '\u00B7' or '\u00A0')) || (char.IsLower(before) && char.IsUpper(at) && (char.IsLower(after) || !char.IsLetter(after))));

    /// <summary>Letters of Polish, Czech and Hungarian where Windows-1252 has signs, or letters of no Western language together.</summary>
    private static bool IsCentralEuropean(byte[] bytes)
    {
        int high = 0, signs = 0, czech = 0, western = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] < 0x80)
            {
                continue;
            }

            high++;
            bool after = i + 1 < bytes.Length && char.IsAsciiLetterLower((char)bytes[i + 1]), before = i > 0 && char.IsAsciiLetter((char)bytes[i - 1]);
            signs += bytes[i] is 0xB9 or 0xB3 or 0xBF or 0xBE or 0x9F && (before || after) && !(bytes[i] is 0xBF && !before && after) ? 1 : 0;
            signs += bytes[i] is 0xA3 or 0xAF or 0xA5 or 0x8F or 0x9D or 0xBC && after ? 1 : 0;
            czech += bytes[i] is 0xEC or 0xF8 or 0xE8 or 0xF9 or 0x9A or 0x9E or 0xF5 or 0xFB ? 1 : 0;
            western += bytes[i] is 0xE0 or 0xE5 or 0xE6 or 0xEB or 0xE3 or 0xF1 or 0xE7 ? 1 : 0;
        }

        bool hasCaron = bytes.Contains((byte)0x9A) || bytes.Contains((byte)0x9E) || (bytes.Contains((byte)0xEC) && bytes.Contains((byte)0xF8)) || (bytes.Contains((byte)0xF5) && bytes.Contains((byte)0xFB));
        return high > 0 && (signs * 10 >= high || (czech * 4 >= high && hasCaron && western * 20 <= high));
    }
}
