using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoding;

/// <summary>Values in order: by kind, then false before true, numbers by size, times, texts ordinally.</summary>
internal sealed class ValueOrder : IComparer<Value>
{
    public static ValueOrder Instance { get; } = new();

    public int Compare(Value x, Value y) => x.Kind != y.Kind ? x.Kind.CompareTo(y.Kind) : x.Kind switch
    {
        ValueKind.Number or ValueKind.Boolean => x.AsNumber().CompareTo(y.AsNumber()),
        ValueKind.Instant => x.AsInstant().CompareTo(y.AsInstant()),
        _ => string.CompareOrdinal(x.AsText(), y.AsText()),
    };
}
