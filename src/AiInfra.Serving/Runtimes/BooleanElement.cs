using AiInfra.Core.Rows;

namespace AiInfra.Serving.Runtimes;

/// <summary>True and false.</summary>
internal readonly struct BooleanElement : ITensorElement<bool>
{
    public static ValueKind Kind => ValueKind.Boolean;

    public static bool HasMissing => false;

    public static bool HasFraction => false;

    public static string Expected(Value value) => "true or false";

    public static Value Read(bool element) => Value.Of(element);

    public static bool TryWrite(Value value, out bool element)
    {
        bool fits = value.Kind is ValueKind.Number or ValueKind.Boolean && value.AsNumber() is 0 or 1;
        element = fits && value.AsNumber() != 0;
        return fits;
    }
}
