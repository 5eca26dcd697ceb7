using System.Numerics;
using AiInfra.Core.Rows;

namespace AiInfra.Serving.Runtimes;

/// <summary>Numbers with a fraction. Rounding is what a narrower type means; becoming infinite is not.</summary>
internal readonly struct FloatElement<T> : ITensorElement<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
{
    public static ValueKind Kind => ValueKind.Number;

    public static bool HasMissing => true;

    public static bool HasFraction => true;

    public static string Expected(Value value) => value.Kind is ValueKind.Number ? $"a number that fits {typeof(T).Name}" : "a number";

    public static Value Read(T element) => Value.Of(double.CreateTruncating(element));

    public static bool TryWrite(Value value, out T element)
    {
        if (value.Kind is not (ValueKind.Number or ValueKind.Boolean or ValueKind.Missing))
        {
            element = default;
            return false;
        }

        double number = value.AsNumber();
        element = T.CreateSaturating(number);
        return !T.IsInfinity(element) || double.IsInfinity(number);
    }
}
