namespace AiInfra.Data.Ingestion;

/// <summary>Numbers as people write them: with a currency or percent sign, marks between thousands, brackets for what is negative, a decimal comma.</summary>
internal static class MarkedNumber
{
    private const int Longest = 64;
    private static readonly byte[][] s_currencies = ["$"u8.ToArray(), "€"u8.ToArray(), "£"u8.ToArray(), "¥"u8.ToArray(), "₹"u8.ToArray()];

    // A blank that does not break a line, in its usual and its narrow width, an apostrophe, a plain blank.
    private static readonly byte[][] s_blanks = ["\u00A0"u8.ToArray(), "\u202F"u8.ToArray(), "'"u8.ToArray(), " "u8.ToArray()];

    /// <summary>Reads a number such as $1,234.50, 12.5% (as 12.5) or (12); with <paramref name="decimalComma"/> 1.234,50 € and 3,14.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, bool decimalComma, out double number)
    {
        number = 0;
        if (text.Length is 0 or > Longest || text.IndexOfAnyInRange((byte)'0', (byte)'9') < 0)
        {
            return false;
        }

        bool brackets = text[0] == (byte)'(' && text[^1] == (byte)')';
        text = Trim(brackets ? text[1..^1] : text);
        bool percent = text.EndsWith("%"u8);
        text = percent ? Trim(text[..^1]) : text;
        bool negative = Minus(ref text);
        bool currency = Currency(ref text);
        negative = negative || Minus(ref text);
        Span<byte> plain = stackalloc byte[Longest];
        int length = 0;
        if ((percent && currency) || !TryPlain(text, decimalComma, plain, ref length) || !CellParser.TryNumber(plain[..length], out number))
        {
            return false;
        }

        number = negative != brackets ? -number : number;
        return true;
    }

    private static bool Minus(ref ReadOnlySpan<byte> text)
    {
        bool minus = text.StartsWith("-"u8);
        text = minus ? Trim(text[1..]) : text;
        return minus;
    }

    private static bool Currency(ref ReadOnlySpan<byte> text)
    {
        foreach (byte[] sign in s_currencies)
        {
            if (text.StartsWith(sign) || text.EndsWith(sign))
            {
                text = Trim(text.StartsWith(sign) ? text[sign.Length..] : text[..^sign.Length]);
                return true;
            }
        }

        return false;
    }

    /// <summary>Digits, in groups of three where something stands between them, and what comes after the decimal mark.</summary>
    private static bool TryPlain(ReadOnlySpan<byte> text, bool decimalComma, Span<byte> plain, ref int length)
    {
        (byte point, byte thousand) = decimalComma ? ((byte)',', (byte)'.') : ((byte)'.', (byte)',');
        int digits = Digits(ref text, plain, ref length), mark;
        for (int first = digits; (mark = Thousand(text, thousand)) > 0;)
        {
            text = text[mark..];
            if (first is < 1 or > 3 || plain[0] == (byte)'0' || Digits(ref text, plain, ref length) != 3)
            {
                return false;
            }
        }

        if (text.Length > 0 && text[0] == point)
        {
            plain[length++] = (byte)'.';
            text = text[1..];
            digits += Digits(ref text, plain, ref length);
        }

        return text.IsEmpty && digits > 0;
    }

    private static int Digits(ref ReadOnlySpan<byte> text, Span<byte> plain, ref int length)
    {
        int other = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        int digits = other < 0 ? text.Length : other;
        text[..digits].CopyTo(plain[length..]);
        length += digits;
        text = text[digits..];
        return digits;
    }

    /// <summary>Bytes of the mark between thousands that the text begins with, or 0.</summary>
    private static int Thousand(ReadOnlySpan<byte> text, byte thousand)
    {
        if (text.Length > 0 && text[0] == thousand)
        {
            return 1;
        }

        foreach (byte[] blank in s_blanks)
        {
            if (text.StartsWith(blank))
            {
                return blank.Length;
            }
        }

        return 0;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        text = text.Trim((byte)' ');
        foreach (byte[] blank in s_blanks.AsSpan(0, 2))
        {
            text = text.StartsWith(blank) ? text[blank.Length..] : text;
            text = text.EndsWith(blank) ? text[..^blank.Length] : text;
        }

        return text;
    }
}
