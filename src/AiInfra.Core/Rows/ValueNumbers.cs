using System.Globalization;
using System.Numerics;

namespace AiInfra.Core.Rows;

/// <summary>Numbers as the number types of .NET: what keeps one from fitting, and reading with all digits.</summary>
internal static class ValueNumbers
{
    private const double LastInteger = ExactNumber.LastInteger;

    // By the type: the lowest and highest integer; null is without end.
    private static readonly Dictionary<Type, (BigInteger? Low, BigInteger? High)> s_ranges = new()
    {
        [typeof(sbyte)] = (sbyte.MinValue, sbyte.MaxValue),
        [typeof(byte)] = (byte.MinValue, byte.MaxValue),
        [typeof(short)] = (short.MinValue, short.MaxValue),
        [typeof(ushort)] = (ushort.MinValue, ushort.MaxValue),
        [typeof(int)] = (int.MinValue, int.MaxValue),
        [typeof(uint)] = (uint.MinValue, uint.MaxValue),
        [typeof(long)] = (long.MinValue, long.MaxValue),
        [typeof(ulong)] = (ulong.MinValue, ulong.MaxValue),
        [typeof(Int128)] = (Int128.MinValue, Int128.MaxValue),
        [typeof(UInt128)] = (UInt128.MinValue, UInt128.MaxValue),
        [typeof(BigInteger)] = (null, null),
    };

    /// <summary>Whether the type is one of numbers.</summary>
    public static bool IsNumber(Type type) => s_ranges.ContainsKey(type) || type == typeof(double) || type == typeof(float) || type == typeof(Half) || type == typeof(decimal);

    /// <summary>Whether the type holds numbers that a double does not.</summary>
    public static bool IsBeyondDouble(Type type) => type == typeof(decimal) || type == typeof(long) || type == typeof(ulong) || type == typeof(Int128) || type == typeof(UInt128) || type == typeof(BigInteger);

    /// <summary>The range of doubles without further digits that fit the type for sure, and whether they must be integers; outside it <see cref="Misfit"/> decides.</summary>
    public static (double Low, double High, bool Integer) Sure(Type type)
    {
        if (s_ranges.TryGetValue(type, out (BigInteger? Low, BigInteger? High) range))
        {
            return (Math.Max((double)(range.Low ?? long.MinValue), -LastInteger), Math.Min((double)(range.High ?? long.MaxValue), LastInteger), true);
        }

        double most = type == typeof(Half) ? (double)Half.MaxValue : type == typeof(float) ? float.MaxValue : 0;
        return (-most, most, false);
    }

    /// <summary>Why a number does not fit the type, with {0} for the number; null where it does.</summary>
    /// <param name="type">The type.</param>
    /// <param name="number">The nearest double.</param>
    /// <param name="digits">All digits, where a double does not hold them.</param>
    public static string? Misfit(Type type, double number, string? digits)
    {
        if (double.IsNaN(number))
        {
            return null;
        }

        if (s_ranges.ContainsKey(type))
        {
            return IntegerMisfit(type, number, digits);
        }

        if (type == typeof(decimal))
        {
            return digits is null && Math.Abs(number) > LastInteger ? "a decimal is expected, '{0}' is one of which digits may be lost"
                : TryDecimal(number, digits, out _) ? null : "a decimal is expected, '{0}' has more digits than one holds";
        }

        bool tooLarge = double.IsFinite(number) && ((type == typeof(float) && !float.IsFinite((float)number)) || (type == typeof(Half) && !Half.IsFinite((Half)number)));
        return tooLarge ? $"a number that {type.Name} can hold is expected, '{{0}}' was found" : null;
    }

    /// <summary>A number as one of the type, boxed; null and why where it does not fit.</summary>
    public static object? Read(Value value, Type type, out string? why)
    {
        double number = value.AsNumber();
        string? digits = value.IsBeyondDouble ? value.AsText() : null;
        why = Misfit(type, number, digits) is { } misfit ? string.Format(CultureInfo.InvariantCulture, misfit, value) : null;
        return why is not null ? null : type switch
        {
            _ when type == typeof(double) => number,
            _ when type == typeof(float) => (float)number,
            _ when type == typeof(Half) => (Half)number,
            _ when type == typeof(decimal) => Decimal(number, digits),
            _ when type == typeof(long) => Int64(number, digits),
            _ when type == typeof(int) => (int)number,
            _ when type == typeof(short) => (short)number,
            _ when type == typeof(sbyte) => (sbyte)number,
            _ when type == typeof(ulong) => UInt64(number, digits),
            _ when type == typeof(uint) => (uint)number,
            _ when type == typeof(ushort) => (ushort)number,
            _ when type == typeof(byte) => (byte)number,
            _ when type == typeof(Int128) => (Int128)Integer(number, digits),
            _ when type == typeof(UInt128) => (UInt128)Integer(number, digits),
            _ => Integer(number, digits),
        };
    }

    public static long Int64(double number, string? digits) => digits is null ? (long)number : long.Parse(digits, CultureInfo.InvariantCulture);

    public static ulong UInt64(double number, string? digits) => digits is null ? (ulong)number : ulong.Parse(digits, CultureInfo.InvariantCulture);

    public static BigInteger Integer(double number, string? digits) => digits is null ? new BigInteger(number) : Parse(digits)!.Value;

    public static decimal Decimal(double number, string? digits) =>
        TryDecimal(number, digits, out decimal value) ? value : throw new InvalidOperationException($"'{digits ?? number.ToString("R", CultureInfo.InvariantCulture)}' is no decimal.");

    private static string? IntegerMisfit(Type type, double number, string? digits)
    {
        if (digits is null && number != Math.Floor(number))
        {
            return "an integer is expected, '{0}' was found";
        }

        if (digits is null && Math.Abs(number) > LastInteger)
        {
            return $"a number that {type.Name} can hold exactly is expected, '{{0}}' was found";
        }

        if ((digits is null ? new BigInteger(number) : Parse(digits)) is not { } integer)
        {
            return "an integer is expected, '{0}' was found";
        }

        (BigInteger? low, BigInteger? high) = s_ranges[type];
        return integer < low || integer > high ? $"a number that {type.Name} can hold exactly is expected, '{{0}}' was found" : null;
    }

    private static bool TryDecimal(double number, string? digits, out decimal value)
    {
        // The shortest notation that gives the double back; the conversion itself would round to 15 digits.
        string text = digits ?? number.ToString("R", CultureInfo.InvariantCulture);
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && ((text.Length < 28 && !text.Contains('E', StringComparison.Ordinal)) || (Value.TryNumber(text, out Value asked) && asked.Equals(Value.Of(value))));
    }

    private static BigInteger? Parse(string digits) =>
        BigInteger.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out BigInteger integer) ? integer : null;
}
