using AiInfra.Core.Rows;

namespace AiInfra.Serving.Runtimes;

/// <summary>BF16.</summary>
internal readonly struct BrainFloatElement : ITensorElement<ushort>
{
    public static ValueKind Kind => ValueKind.Number;

    public static bool HasMissing => true;

    public static bool HasFraction => true;

    public static string Expected(Value value) => FloatElement<float>.Expected(value).Replace(nameof(Single), "BFloat16", StringComparison.Ordinal);

    public static Value Read(ushort element) => Value.Of(BrainFloat.ToSingle(element));

    public static bool TryWrite(Value value, out ushort element)
    {
        bool fits = FloatElement<float>.TryWrite(value, out float number);
        element = BrainFloat.Of(number);
        return fits && (float.IsInfinity(number) || !float.IsInfinity(BrainFloat.ToSingle(element)));
    }
}
