using System.Text;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Cells;

/// <summary>Numbers as people write them: with a currency or percent sign, marks between thousands, brackets for what is negative, a decimal comma.</summary>
internal static class MarkedNumber
{
    public const byte Percent = 1;

    private const int Longest = 64;
    private static readonly string[] s_units = ["", "%", "$", "€", "£", "¥", "₹"];
    private static readonly byte[][] s_currencies = ["$"u8.ToArray(), "€"u8.ToArray(), "£"u8.ToArray(), "¥"u8.ToArray(), "₹"u8.ToArray()];

    // A blank that does not break a line, in its usual and its narrow width, an apostrophe, a plain blank.
    private static readonly byte[][] s_blanks = ["\u00A0"u8.ToArray(), "\u202F"u8.ToArray(), "'"u8.ToArray(), " "u8.ToArray()];

    /// <summary>Units that are told apart, none included.</summary>
    public static int Units => s_units.Length;

    public static string Unit(int unit) => s_units[unit];

    /// <summary>Reads a number such as $1,234.50, 12.5% (as 12.5) or (12); with <paramref name="decimalComma"/> 1.234,50 € and 3,14.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, bool decimalComma, out double number) => TryRead(text, decimalComma, out number, out _);

    /// <summary>Reads a number and says what stands in it beside its digits.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, bool decimalComma, out double number, out NumberSigns signs) =>
        TryRead(text, decimalComma, stackalloc byte[Longest], out _, out number, out signs);

    /// <summary>The number in invariant notation with all its digits; null where it is none.</summary>
    public static string? Plain(ReadOnlySpan<byte> text, bool decimalComma)
    {
        Span<byte> plain = stackalloc byte[Longest];
        return TryRead(text, decimalComma, plain, out int length, out double number, out _) ? (double.IsNegative(number) ? "-" : "") + Encoding.ASCII.GetString(plain[..length]) : null;
    }

    private static bool TryRead(ReadOnlySpan<byte> text, bool decimalComma, Span<byte> plain, out int length, out double number, out NumberSigns signs)
    {
        number = 0;
        length = 0;
        signs = default;
        if (text.Length is 0 or > Longest || text.IndexOfAnyInRange((byte)'0', (byte)'9') < 0)
        {
            return false;
        }

        bool brackets = text[0] == (byte)'(' && text[^1] == (byte)')';
        text = Blanks.Trim(brackets ? text[1..^1] : text);
        bool percent = text.EndsWith("%"u8);
        text = percent ? Blanks.Trim(text[..^1]) : text;
        bool before = Minus(ref text);
        byte unit = Currency(ref text);
        bool after = Minus(ref text);

        // Two signs of the negative contradict each other or say it twice: nobody knows which.
        if ((before ? 1 : 0) + (after ? 1 : 0) + (brackets ? 1 : 0) > 1 || (percent && unit > 0)
            || !TryPlain(text, decimalComma, plain, ref length, out bool grouped) || !CellParser.TryNumber(plain[..length], out number))
        {
            return false;
        }

        signs = new NumberSigns(percent ? Percent : unit, brackets, grouped);
        number = before || after || brackets ? -number : number;
        return true;
    }

    /// <summary>Whether both readings take the text, and a point or a comma makes the difference.</summary>
    public static bool IsAmbiguous(ReadOnlySpan<byte> text) =>
        text.IndexOfAny((byte)'.', (byte)',') >= 0 && TryRead(text, decimalComma: true, out double comma) && TryRead(text, decimalComma: false, out double point) && comma != point;

    private static bool Minus(ref ReadOnlySpan<byte> text)
    {
        // The minus sign of typography beside the hyphen of keyboards.
        int length = text.StartsWith("-"u8) ? 1 : text.StartsWith("\u2212"u8) ? 3 : 0;
        text = length > 0 ? Blanks.Trim(text[length..]) : text;
        return length > 0;
    }

    private static byte Currency(ref ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < s_currencies.Length; i++)
        {
            byte[] sign = s_currencies[i];
            if (text.StartsWith(sign) || text.EndsWith(sign))
            {
                text = Blanks.Trim(text.StartsWith(sign) ? text[sign.Length..] : text[..^sign.Length]);
                return (byte)(i + 2);
            }
        }

        return 0;
    }

    /// <summary>Digits, in groups of three where something stands between them, and what comes after the decimal mark.</summary>
    private static bool TryPlain(ReadOnlySpan<byte> text, bool decimalComma, Span<byte> plain, ref int length, out bool grouped)
    {
        grouped = false;
        (byte point, byte thousand) = decimalComma ? ((byte)',', (byte)'.') : ((byte)'.', (byte)',');
        int digits = Digits(ref text, plain, ref length), first = digits, mark;
        ReadOnlySpan<byte> used = default;
        while ((mark = Thousand(text, thousand)) > 0)
        {
            // One mark in one number: 1.234 567 is none.
            if (first is < 1 or > 3 || plain[0] == (byte)'0' || (grouped && !text.StartsWith(used)))
            {
                return false;
            }

            used = text[..mark];
            text = text[mark..];
            if (Digits(ref text, plain, ref length) != 3)
            {
                return false;
            }

            grouped = true;
            digits += 3;
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
}
