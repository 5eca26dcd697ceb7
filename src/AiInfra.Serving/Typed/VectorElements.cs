using AiInfra.Core.Rows;

namespace AiInfra.Serving.Typed;

/// <summary>Single elements of vector properties, for rows.</summary>
internal static class VectorElements
{
    public static bool Converts(Type property, Type memory) => property == memory
        || (memory == typeof(ReadOnlyMemory<float>) && (property == typeof(float[]) || property == typeof(Memory<float>)))
        || (memory == typeof(ReadOnlyMemory<double>) && (property == typeof(double[]) || property == typeof(Memory<double>)))
        || (memory == typeof(ReadOnlyMemory<long>) && (property == typeof(long[]) || property == typeof(Memory<long>)));

    public static Value Float(ReadOnlyMemory<float> values, int at) => Value.Of(values.Span[at]);

    public static Value Double(ReadOnlyMemory<double> values, int at) => Value.Of(values.Span[at]);

    public static Value Long(ReadOnlyMemory<long> values, int at) => Value.Of(values.Span[at]);
}
