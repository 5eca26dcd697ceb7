using System.Numerics;
using AiInfra.Core.Rows;

namespace AiInfra.Serving.Runtimes;

/// <summary>Whole numbers; int64 holds instants too.</summary>
internal readonly struct IntegerElement<T> : ITensorElement<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public static ValueKind Kind => ValueKind.Number;

    public static bool HasMissing => typeof(T) == typeof(long);

    public static bool HasFraction => false;

    public static string Expected(Value value) => $"a whole number that fits {typeof(T).Name}{(value.IsMissing ? ", for this input has no value that means missing" : "")}";

    public static Value Read(T element) => typeof(T) == typeof(ulong) ? Value.Of(ulong.CreateTruncating(element))
        : HasMissing && element == T.MinValue ? Value.Missing
        : Value.Of(long.CreateTruncating(element));

    public static bool TryWrite(Value value, out T element)
    {
        if (HasMissing && value.Kind is ValueKind.Missing or ValueKind.Instant)
        {
            element = T.CreateTruncating(value.IsMissing ? TensorValues.MissingInstant : new DateTimeOffset(value.AsInstant()).ToUnixTimeMilliseconds());
            return true;
        }

        return ValueConversion.TryInteger(value, out element);
    }
}
