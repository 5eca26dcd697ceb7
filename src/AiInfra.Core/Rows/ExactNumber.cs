using System.Globalization;

namespace AiInfra.Core.Rows;

/// <summary>Decides whether a double holds a number as it is written, and gives one notation to equal numbers.</summary>
internal static class ExactNumber
{
    /// <summary>2^53: every integer up to it is a double, above it not.</summary>
    public const double LastInteger = 9007199254740992;

    // Beyond, a number is written with an exponent instead of zeros: no double is as large or as small.
    private const int MostZeros = 400;

    /// <summary>Reads a number in invariant notation (-12, 3.50, 1e-3).</summary>
    /// <param name="text">The notation.</param>
    /// <param name="number">The nearest double.</param>
    /// <param name="exact">All its digits, where the double does not hold them: an integer beyond 2^53, or more digits than the double gives back. Else null.</param>
    /// <returns>False where it is no number, or beyond what a double can be near to.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out double number, out string? exact)
    {
        exact = null;
        if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number)
            || !double.IsFinite(number))
        {
            return false;
        }

        // Fifteen digits always come back from a double.
        if (text.Length <= 15 && Math.Abs(number) <= LastInteger && text.IndexOfAny('e', 'E') < 0)
        {
            return true;
        }

        string? canonical = Canonical(text);
        if (canonical is null)
        {
            return false;
        }

        if (Math.Abs(number) > LastInteger || canonical != Canonical(number.ToString("R", CultureInfo.InvariantCulture)))
        {
            exact = canonical;
        }

        return true;
    }

    /// <summary>Whether a notation is that of a double: with an exponent, and the shortest that gives the double back.</summary>
    public static bool IsOfDouble(ReadOnlySpan<char> text, double number) =>
        text.IndexOfAny('e', 'E') >= 0 && Canonical(text) == Canonical(number.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>One notation for equal numbers; null where the exponent is out of all bounds.</summary>
    public static string? Canonical(ReadOnlySpan<char> text)
    {
        bool negative = text[0] == '-';
        text = text[0] is '-' or '+' ? text[1..] : text;
        int exponent = 0;
        if (text.IndexOfAny('e', 'E') is >= 0 and int e)
        {
            if (!int.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs((long)exponent) > 1_000_000)
            {
                return text[..e].IndexOfAnyInRange('1', '9') < 0 ? "0" : null;
            }

            text = text[..e];
        }

        int point = text.IndexOf('.');
        string digits = point < 0 ? text.ToString() : string.Concat(text[..point], text[(point + 1)..]);
        int before = (point < 0 ? text.Length : point) + exponent;
        int zeros = digits.AsSpan().IndexOfAnyExcept('0');
        if (zeros < 0)
        {
            return "0";
        }

        digits = digits[zeros..].TrimEnd('0');
        return (negative ? "-" : "") + Written(digits, before - zeros);
    }

    /// <summary>The number 0.digits times ten to the power of <paramref name="before"/>.</summary>
    private static string Written(string digits, int before) => before switch
    {
        > 0 when before >= digits.Length && before - digits.Length <= MostZeros => digits + new string('0', before - digits.Length),
        > 0 when before < digits.Length => $"{digits[..before]}.{digits[before..]}",
        <= 0 and >= -MostZeros => $"0.{new string('0', -before)}{digits}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}E{(before > 0 ? "+" : "")}{before - 1}"),
    };
}
