using System.Text;

namespace AiInfra.Data.Encoders;

/// <summary>
/// How a text is cut into tokens, here and by the operators of an exported graph. It is read in pieces of <see cref="Size"/> characters, so that no text makes a batch large; runs end with their piece.
/// </summary>
internal static class TextPieces
{
    /// <summary>Characters (code points) of a piece. The regular expressions of ONNX Runtime cut pieces of this size in linear time; for 1,000 they leave their fast path.</summary>
    public const int Size = 250;

    /// <summary>The characters of words, as a class of a regular expression: letters and digits of ASCII, and what lies beyond but punctuation. Spelled out, because classes by name differ between versions of Unicode.</summary>
    public const string WordClass = @"[0-9A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{1FFF}\x{2070}-\x{2FFF}\x{3040}-\x{FEFF}\x{FF10}-\x{10FFFF}]";

    /// <summary>The text as a graph gets it: a half of a surrogate pair has no UTF-8 and is U+FFFD there.</summary>
    public static string Sound(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return text;
        }

        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            }
        }

        return text;
    }

    /// <summary>Takes the next piece off a text.</summary>
    public static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> text)
    {
        int end = 0;
        if (text.Length > Size)
        {
            for (int i = 0; i < Size && end < text.Length; i++)
            {
                end += char.IsHighSurrogate(text[end]) && end + 1 < text.Length ? 2 : 1;
            }
        }
        else
        {
            end = text.Length;
        }

        ReadOnlySpan<char> piece = text[..end];
        text = text[end..];
        return piece;
    }

    /// <summary>Takes the next word off a piece; empty where there is none.</summary>
    public static ReadOnlySpan<char> NextWord(ref ReadOnlySpan<char> piece)
    {
        int start = 0;
        while (start < piece.Length && !IsWord(piece[start]))
        {
            start++;
        }

        int end = start;
        while (end < piece.Length && IsWord(piece[end]))
        {
            end++;
        }

        ReadOnlySpan<char> word = piece[start..end];
        piece = piece[end..];
        return word;
    }

    /// <summary>Takes the next character, a surrogate pair as one, off a piece.</summary>
    public static ReadOnlySpan<char> NextCharacter(ref ReadOnlySpan<char> piece)
    {
        int length = Math.Min(piece.Length, char.IsHighSurrogate(piece[0]) ? 2 : 1);
        ReadOnlySpan<char> character = piece[..length];
        piece = piece[length..];
        return character;
    }

    // Halves of surrogate pairs lie between U+3040 and U+FEFF, and all characters beyond the first plane are those of words.
    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_'
        || c is (>= '\u00C0' and <= '\u1FFF' and not '\u00D7' and not '\u00F7') or (>= '\u2070' and <= '\u2FFF') or (>= '\u3040' and <= '\uFEFF') or >= '\uFF10';
}
