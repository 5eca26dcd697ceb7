using System.Globalization;
using System.Numerics;
using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Rows;

/// <summary>Writes one value of a row into an input tensor of one column.</summary>
internal static class InputColumn
{
    /// <summary>The input's value for a missing instant.</summary>
    public const long MissingInstant = long.MinValue;

    public static void Write(SlotTensor to, int at, Value value, string column)
    {
        switch (to.Spec.Type)
        {
            case TensorType.Float64: to.Span<double>()[at] = Number(value, column); break;
            case TensorType.Float32: to.Span<float>()[at] = Narrow<float>(value, column); break;
            case TensorType.Float16: to.Span<Half>()[at] = Narrow<Half>(value, column); break;
            case TensorType.String: to.Text[at] = value.AsText() ?? string.Empty; break;
            case TensorType.Int64: to.Span<long>()[at] = Long(value, column); break;
            case TensorType.Int32: to.Span<int>()[at] = Integer<int>(value, column); break;
            case TensorType.Int16: to.Span<short>()[at] = Integer<short>(value, column); break;
            case TensorType.Int8: to.Span<sbyte>()[at] = Integer<sbyte>(value, column); break;
            case TensorType.UInt64: to.Span<ulong>()[at] = Integer<ulong>(value, column); break;
            case TensorType.UInt32: to.Span<uint>()[at] = Integer<uint>(value, column); break;
            case TensorType.UInt16: to.Span<ushort>()[at] = Integer<ushort>(value, column); break;
            case TensorType.UInt8: to.Span<byte>()[at] = Integer<byte>(value, column); break;
            case TensorType.Boolean: to.Span<bool>()[at] = Flag(value, column); break;
            default: throw Wrong(column, $"a model input of a type rows have (not {to.Spec.Type.ProtocolName()})", value);
        }
    }

    private static double Number(Value value, string column) => value.Kind is ValueKind.Number or ValueKind.Boolean or ValueKind.Missing
        ? value.AsNumber()
        : throw Wrong(column, "a number", value);

    /// <summary>A number in fewer digits. Rounding is what a narrower type means; becoming infinite is not.</summary>
    private static T Narrow<T>(Value value, string column)
        where T : IFloatingPointIeee754<T>
    {
        double number = Number(value, column);
        T narrow = T.CreateSaturating(number);
        return !T.IsInfinity(narrow) || double.IsInfinity(number) ? narrow : throw Wrong(column, $"a number that fits {typeof(T).Name}", value);
    }

    private static long Long(Value value, string column) => value.Kind switch
    {
        ValueKind.Missing => MissingInstant,
        ValueKind.Instant => new DateTimeOffset(value.AsInstant()).ToUnixTimeMilliseconds(),
        _ => Integer<long>(value, column),
    };

    private static bool Flag(Value value, string column) => value.Kind is ValueKind.Number or ValueKind.Boolean && value.AsNumber() is 0 or 1
        ? value.AsNumber() != 0
        : throw Wrong(column, "true or false", value);

    private static T Integer<T>(Value value, string column)
        where T : struct, IBinaryInteger<T>
    {
        if (value.IsBeyondDouble)
        {
            // The nearest double is another number.
            if (T.TryParse(value.AsText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T exact))
            {
                return exact;
            }
        }
        else if (value.Kind is ValueKind.Number or ValueKind.Boolean && value.AsNumber() is double number && double.IsInteger(number))
        {
            T integer = T.CreateSaturating(number);
            if (double.CreateSaturating(integer) == number)
            {
                return integer;
            }
        }

        throw Wrong(column, $"a whole number that fits {typeof(T).Name}{(value.IsMissing ? ", for this input has no value that means missing" : "")}", value);
    }

    private static InferenceRequestException Wrong(string column, string expected, Value value) =>
        new($"Column '{column}'", expected, string.Create(CultureInfo.InvariantCulture, $"{value.Kind} '{value}'"));
}
