using System.Text;

namespace AiInfra.Training.Tokenizers;

/// <summary>Parts a text into the words that merges stay within, as GPT-2 does: <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>, by code points. A byte that is no UTF-8 counts as a sign.</summary>
internal ref struct WordScanner(ReadOnlySpan<byte> text)
{
    private enum Kind
    {
        Space,
        Letter,
        Number,
        Sign,
    }

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    /// <summary>The next word; false at the end.</summary>
    public bool Next(out ReadOnlySpan<byte> word)
    {
        int length = _at < _text.Length ? Length(_text[_at..]) : 0;
        word = _text.Slice(_at, length);
        _at += length;
        return length > 0;
    }

    private static int Length(ReadOnlySpan<byte> rest)
    {
        if (rest[0] == '\'' && Contraction(rest[1..]) is > 0 and int contraction)
        {
            return 1 + contraction;
        }

        // One blank goes with what follows it.
        int start = rest[0] == ' ' && rest.Length > 1 && KindOf(rest[1..], out _) != Kind.Space ? 1 : 0;
        Kind kind = KindOf(rest[start..], out _);
        int end = start, last = start;
        while (end < rest.Length && KindOf(rest[end..], out int bytes) == kind)
        {
            last = end;
            end += bytes;
        }

        // The last of several spaces is left to what follows it.
        return kind == Kind.Space && end < rest.Length && last > 0 ? last : end;
    }

    private static int Contraction(ReadOnlySpan<byte> rest) =>
        rest.StartsWith("re"u8) || rest.StartsWith("ve"u8) || rest.StartsWith("ll"u8) ? 2
        : !rest.IsEmpty && rest[0] is (byte)'s' or (byte)'t' or (byte)'m' or (byte)'d' ? 1 : 0;

    private static Kind KindOf(ReadOnlySpan<byte> rest, out int bytes)
    {
        if (rest[0] < 0x80)
        {
            bytes = 1;
            char c = (char)rest[0];
            return char.IsAsciiLetter(c) ? Kind.Letter : char.IsAsciiDigit(c) ? Kind.Number : char.IsWhiteSpace(c) ? Kind.Space : Kind.Sign;
        }

        return Rune.DecodeFromUtf8(rest, out Rune rune, out bytes) != System.Buffers.OperationStatus.Done ? Kind.Sign
            : Rune.IsLetter(rune) ? Kind.Letter
            : Rune.IsNumber(rune) ? Kind.Number
            : Rune.IsWhiteSpace(rune) ? Kind.Space : Kind.Sign;
    }
}
