using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace AiInfra.Core.Rows;

/// <summary>Reads numbers, booleans and times from UTF-8, as invariant notation writes them.</summary>
public static class CellParser
{
    private static readonly double[] s_powers = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>A number such as -12, 3.5, 1e-3, inf. Always the nearest double; one beyond all doubles (1e400) is no number. NaN is not a number here but a missing marker.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, out double number)
    {
        int i = 0;
        bool negative = false;
        if (text.Length > 0 && (text[0] == (byte)'-' || text[0] == (byte)'+'))
        {
            negative = text[0] == (byte)'-';
            i = 1;
        }

        ulong mantissa = 0;
        int digits = 0, fraction = 0;
        for (; i < text.Length; i++)
        {
            uint d = (uint)text[i] - '0';
            if (d > 9)
            {
                break;
            }

            mantissa = (mantissa * 10) + d;
            digits++;
        }

        if (i < text.Length && text[i] == (byte)'.')
        {
            i++;
            int from = i;
            for (; i < text.Length; i++)
            {
                uint d = (uint)text[i] - '0';
                if (d > 9)
                {
                    break;
                }

                mantissa = (mantissa * 10) + d;
            }

            fraction = i - from;
            digits += fraction;
        }

        // Exact when mantissa and power of ten are both exact doubles: one correctly rounded operation (Clinger 1990).
        if (i == text.Length && digits is > 0 and <= 19 && mantissa <= 1UL << 53 && fraction <= 22)
        {
            number = fraction == 0 ? mantissa : mantissa / s_powers[fraction];
            if (negative)
            {
                number = -number;
            }

            return true;
        }

        return digits > 0 ? TrySlow(text, out number) : TryInfinity(text[i..], negative, out number);
    }

    /// <summary>true or false, in any case.</summary>
    public static bool TryBoolean(ReadOnlySpan<byte> text, out bool flag)
    {
        flag = text.Length == 4;
        return text.Length switch
        {
            4 => Ascii.EqualsIgnoreCase(text, "true"u8),
            5 => Ascii.EqualsIgnoreCase(text, "false"u8),
            _ => false,
        };
    }

    /// <summary>Yes or no in the words of the conversion table (yes, y, 1, on, ja, j, oui, si; no, n, 0, off, nein, non; t, f), or true or false.</summary>
    public static bool TryYesNo(ReadOnlySpan<byte> text, out bool flag)
    {
        flag = false;
        if (text.Length is 0 or > 5)
        {
            return false;
        }

        string word = Encoding.UTF8.GetString(text).ToLowerInvariant();
        flag = word is "true" or "t" or "yes" or "y" or "1" or "on" or "ja" or "j" or "oui" or "si" or "sí";
        return flag || word is "false" or "f" or "no" or "n" or "0" or "off" or "nein" or "non";
    }

    /// <summary>Whether a text that is a number would not come back as it was: digits with leading zeros (also 01.10, as of a nomenclature), or an integer that no double holds.</summary>
    public static bool IsCode(ReadOnlySpan<byte> number)
    {
        int sign = number.Length > 0 && number[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        ReadOnlySpan<byte> digits = number[sign..];
        if (digits.Length > 3 && digits[0] == (byte)'0' && char.IsAsciiDigit((char)digits[1]) && digits.Contains((byte)'.'))
        {
            return digits.IndexOfAnyExcept("0123456789."u8) < 0;
        }

        return digits.Length > 1 && (digits[0] == (byte)'0' || digits.Length > 15) && digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && (digits[0] == (byte)'0' || !IsExact(digits));
    }

    /// <summary>Whether a number is written as programs and people rarely write one, and codes and telephone numbers are: 1E5 without point and sign, or seven and more digits after a plus sign.</summary>
    public static bool LooksLikeCode(ReadOnlySpan<byte> number)
    {
        if (number.Length > 7 && number[0] == (byte)'+')
        {
            return number[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
        }

        int letter = number.IndexOfAny((byte)'e', (byte)'E');
        return letter > 0 && letter < number.Length - 1
            && number[..letter].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && number[(letter + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    private static bool IsExact(ReadOnlySpan<byte> digits) =>
        digits.Length <= 300 && BigInteger.TryParse(Encoding.ASCII.GetString(digits), NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger whole) && new BigInteger((double)whole) == whole;

    /// <summary>A date or a date with time as ISO 8601 writes it (2024-05-01, 2024-05-01T12:30, 2024-05-01 12:30:05.123Z, …+02:00; also 2024/05/01), or with the month by its English name (1 May 2024, 1-May-2024 12:30, May 1, 2024). Without an offset it is UTC. Gives UTC ticks.</summary>
    public static bool TryInstant(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (NamedMonth.Looks(text))
        {
            return NamedMonth.TryRead(text, out ticks);
        }

        if (text.Length < 10 || (text[4] != (byte)'-' && text[4] != (byte)'/') || text[7] != text[4]
            || !ClockTime.Digits(text, 0, 4, out int year) || !ClockTime.Digits(text, 5, 2, out int month) || !ClockTime.Digits(text, 8, 2, out int day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;
        return ClockTime.TryAdd(text[10..], ref ticks);
    }

    /// <summary>A date with day and month before the year (31/12/2024, 1.2.2024, 12-31-2024, 12/31/24), perhaps with a time. Years of two digits are taken after slashes only, see <see cref="TryCentury"/>. Gives UTC ticks.</summary>
    public static bool TryLocalInstant(ReadOnlySpan<byte> text, bool dayFirst, out long ticks)
    {
        ticks = 0;
        int first = text.IndexOfAny((byte)'/', (byte)'.', (byte)'-');
        int second = first is 1 or 2 ? text[(first + 1)..].IndexOf(text[first]) : -1;
        if (second is not (1 or 2) || !ClockTime.Digits(text, 0, first, out int left) || !ClockTime.Digits(text, first + 1, second, out int right)
            || !Year(text, first + second + 2, text[first] == (byte)'/', out int year, out int end))
        {
            return false;
        }

        (int day, int month) = dayFirst ? (left, right) : (right, left);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;
        return ClockTime.TryAdd(text[end..], ref ticks);
    }

    /// <summary>Whether a text is a date but for its year of two digits, which may be of either century.</summary>
    public static bool IsEitherCentury(ReadOnlySpan<byte> text)
    {
        if (NamedMonth.Looks(text))
        {
            return NamedMonth.ShortYear(text) is >= 30 and < 69;
        }

        int first = text.IndexOf((byte)'/'), second = text.LastIndexOf((byte)'/');
        return first is 1 or 2 && second - first is 2 or 3 && ClockTime.Digits(text, 0, first, out int left) && ClockTime.Digits(text, first + 1, second - first - 1, out int right)
            && left is >= 1 and <= 31 && right is >= 1 and <= 31 && Math.Min(left, right) <= 12
            && ClockTime.Digits(text, second + 1, 2, out int year) && year is >= 30 and < 69 && (text.Length == second + 3 || text[second + 3] == (byte)' ');
    }

    private static bool Year(ReadOnlySpan<byte> text, int from, bool shortToo, out int year, out int end)
    {
        end = from + 4;
        if (ClockTime.Digits(text, from, 4, out year))
        {
            return true;
        }

        end = from + 2;
        bool two = shortToo && ClockTime.Digits(text, from, 2, out year) && (text.Length == end || text[end] == (byte)' ');
        return two && TryCentury(ref year);
    }

    /// <summary>The whole year of two digits: 69 to 99 of the last century, 0 to 29 of this one. In between nobody can tell a birth in 1962 from a due date in 2062.</summary>
    public static bool TryCentury(ref int year)
    {
        bool known = year is < 30 or >= 69;
        year += year < 69 ? 2000 : 1900;
        return known;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TrySlow(ReadOnlySpan<byte> text, out double number) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static bool TryInfinity(ReadOnlySpan<byte> text, bool negative, out double number)
    {
        number = negative ? double.NegativeInfinity : double.PositiveInfinity;
        return Ascii.EqualsIgnoreCase(text, "inf"u8) || Ascii.EqualsIgnoreCase(text, "infinity"u8);
    }
}
