using System.Globalization;
using System.Numerics;
using System.Reflection;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Records;

/// <summary>Number columns as the number types that hold more than a double: read with all digits, and what keeps a number from fitting.</summary>
internal static class RecordNumbers
{
    private const double LastInteger = 9007199254740992;

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

    /// <summary>Whether the type is one of integers.</summary>
    public static bool IsInteger(Type type) => s_ranges.ContainsKey(type);

    /// <summary>Whether the type holds numbers that a double does not.</summary>
    public static bool IsBeyondDouble(Type type) => type == typeof(decimal) || Reader(type) is not null;

    /// <summary>The method here that reads such a type from a column; null where a double is enough.</summary>
    public static MethodInfo? Reader(Type type) => type switch
    {
        _ when type == typeof(long) => Method(nameof(Int64)),
        _ when type == typeof(ulong) => Method(nameof(UInt64)),
        _ when type == typeof(Int128) => Method(nameof(Signed128)),
        _ when type == typeof(UInt128) => Method(nameof(Unsigned128)),
        _ when type == typeof(BigInteger) => Method(nameof(Integer)),
        _ when type == typeof(decimal) => Method(nameof(Decimal)),
        _ => null,
    };

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

    /// <summary>Why a number does not fit the type; null where it does.</summary>
    public static string? Misfit(Type type, NumberColumn column, int row)
    {
        double v = column.Values[row];
        string? digits = column.Digits(row);
        if (double.IsNaN(v))
        {
            return null;
        }

        if (IsInteger(type))
        {
            return IntegerMisfit(type, v, digits);
        }

        if (type == typeof(decimal))
        {
            return digits is null && Math.Abs(v) > LastInteger ? "a decimal is expected, '{0}' is one of which digits may be lost"
                : TryDecimal(v, digits, out _) ? null : "a decimal is expected, '{0}' has more digits than one holds";
        }

        bool tooLarge = double.IsFinite(v) && ((type == typeof(float) && !float.IsFinite((float)v)) || (type == typeof(Half) && !Half.IsFinite((Half)v)));
        return tooLarge ? $"a number that {type.Name} can hold is expected, '{{0}}' was found" : null;
    }

    internal static long Int64(RowBatch batch, int column, int row)
    {
        var numbers = (NumberColumn)batch.Columns[column];
        return numbers.Digits(row) is { } digits ? long.Parse(digits, CultureInfo.InvariantCulture) : (long)numbers.Values[row];
    }

    internal static ulong UInt64(RowBatch batch, int column, int row)
    {
        var numbers = (NumberColumn)batch.Columns[column];
        return numbers.Digits(row) is { } digits ? ulong.Parse(digits, CultureInfo.InvariantCulture) : (ulong)numbers.Values[row];
    }

    internal static Int128 Signed128(RowBatch batch, int column, int row) => (Int128)Integer(batch, column, row);

    internal static UInt128 Unsigned128(RowBatch batch, int column, int row) => (UInt128)Integer(batch, column, row);

    internal static BigInteger Integer(RowBatch batch, int column, int row)
    {
        var numbers = (NumberColumn)batch.Columns[column];
        return numbers.Digits(row) is { } digits ? Parse(digits)!.Value : new BigInteger(numbers.Values[row]);
    }

    internal static decimal Decimal(RowBatch batch, int column, int row)
    {
        var numbers = (NumberColumn)batch.Columns[column];
        return TryDecimal(numbers.Values[row], numbers.Digits(row), out decimal value) ? value : throw new InvalidOperationException($"'{numbers[row]}' is no decimal.");
    }

    private static string? IntegerMisfit(Type type, double v, string? digits)
    {
        if (digits is null && v != Math.Floor(v))
        {
            return "an integer is expected, '{0}' was found";
        }

        if (digits is null && Math.Abs(v) > LastInteger)
        {
            return $"a number that {type.Name} can hold exactly is expected, '{{0}}' was found";
        }

        if ((digits is null ? new BigInteger(v) : Parse(digits)) is not { } integer)
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

    private static MethodInfo Method(string name) => typeof(RecordNumbers).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}
