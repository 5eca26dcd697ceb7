using System.Text.Json;

namespace AiInfra.Serving.Protocol;

/// <summary>Reads JSON numbers as floating point, correctly rounded, and quickly where the digits are few.</summary>
/// <remarks>A product or quotient of two exact doubles is rounded correctly (Clinger, "How to read floating point numbers accurately", 1990); the rest is left to the framework.</remarks>
internal static class JsonNumber
{
    private const ulong ExactMantissa = 1UL << 53;
    private const double SmallestNormalSingle = 1.17549435082228750797e-38;

    private static readonly double[] Powers =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>The number under the reader; false when it is beyond the range of a double. 1e999 and -1e999 are infinite, as in answers.</summary>
    public static bool TryGetDouble(ref Utf8JsonReader json, out double value)
    {
        if (TryScan(json.ValueSpan, out ulong mantissa, out int exponent, out bool negative) && mantissa <= ExactMantissa)
        {
            value = Scale(mantissa, exponent);
            value = negative ? -value : value;
            return true;
        }

        return (json.TryGetDouble(out value) && double.IsFinite(value)) || IsInfinite(json.ValueSpan, out value);
    }

    /// <summary>The number under the reader; false when it is beyond the range of a float. 1e999 and -1e999 are infinite, as in answers.</summary>
    public static bool TryGetSingle(ref Utf8JsonReader json, out float value)
    {
        if (TryScan(json.ValueSpan, out ulong mantissa, out int exponent, out bool negative))
        {
            double wide = Scale(mantissa, exponent);

            // The double is at most two units off. Rounding it again is right unless it lies next to the middle between two floats.
            uint low = (uint)BitConverter.DoubleToUInt64Bits(wide) & 0x1FFF_FFFF;
            if (mantissa == 0 || (low - 0x0FFF_FFFCu > 8 && wide >= SmallestNormalSingle && wide < float.MaxValue))
            {
                value = negative ? -(float)wide : (float)wide;
                return true;
            }
        }

        if (json.TryGetSingle(out value) && float.IsFinite(value))
        {
            return true;
        }

        bool infinite = IsInfinite(json.ValueSpan, out double wider);
        value = (float)wider;
        return infinite;
    }

    /// <summary>What answers write for infinity, and nothing else that is too large: that is more likely a mistake.</summary>
    private static bool IsInfinite(ReadOnlySpan<byte> text, out double value)
    {
        value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        return text.SequenceEqual("1e999"u8) || text.SequenceEqual("-1e999"u8);
    }

    private static double Scale(ulong mantissa, int exponent) => exponent < 0 ? mantissa / Powers[-exponent] : mantissa * Powers[exponent];

    /// <summary>Splits a number that the JSON reader has let pass into digits and a power of ten; false where there are too many of either.</summary>
    private static bool TryScan(ReadOnlySpan<byte> text, out ulong mantissa, out int exponent, out bool negative)
    {
        mantissa = 0;
        exponent = 0;
        negative = text[0] == '-';
        int at = negative ? 1 : 0;
        int first = at;
        at = Digits(text, at, ref mantissa);
        int digits = at - first;
        if (at < text.Length && text[at] == '.')
        {
            int point = ++at;
            at = Digits(text, at, ref mantissa);
            exponent = point - at;
            digits -= exponent;
        }

        if (at < text.Length)
        {
            bool down = text[++at] == '-';
            at += text[at] is (byte)'-' or (byte)'+' ? 1 : 0;
            ulong power = 0;
            if (text.Length - at > 3)
            {
                return false;
            }

            _ = Digits(text, at, ref power);
            exponent += down ? -(int)power : (int)power;
        }

        return digits <= 19 && exponent is >= -22 and <= 22;
    }

    private static int Digits(ReadOnlySpan<byte> text, int at, ref ulong value)
    {
        while ((uint)at < (uint)text.Length && (uint)(text[at] - '0') <= 9)
        {
            value = (value * 10) + (uint)(text[at++] - '0');
        }

        return at;
    }
}
