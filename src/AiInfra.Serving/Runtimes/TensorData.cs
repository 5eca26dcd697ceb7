using System.Runtime.InteropServices;

namespace AiInfra.Serving.Runtimes;

/// <summary>A tensor in managed memory: element type, shape, and the elements in row-major order.</summary>
/// <remarks>Wraps an array without copying it; the array may be longer than the shape asks for, so that it can be pooled. Not thread-safe while written.</remarks>
public sealed class TensorData
{
    private readonly Array _data;
    private readonly long[] _shape;

    private TensorData(TensorType type, Array data, long[] shape, int count)
    {
        Type = type;
        _data = data;
        _shape = shape;
        Count = count;
    }

    /// <summary>Element type.</summary>
    public TensorType Type { get; }

    /// <summary>Dimensions.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>Elements: the product of the dimensions.</summary>
    public int Count { get; }

    /// <summary>The elements as bytes, little-endian. Not for strings.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds strings.</exception>
    public Span<byte> Bytes => Type == TensorType.String
        ? throw new InvalidOperationException("A tensor of strings has no fixed bytes; use Span<string>().")
        : MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(_data), Count * Type.ElementSize());

    /// <summary>Makes a tensor of zeros (of nulls for strings).</summary>
    /// <exception cref="InferenceRequestException">A dimension is negative, or there are more elements than an array can hold.</exception>
    public static TensorData Create(TensorType type, params ReadOnlySpan<long> shape)
    {
        int count = CountOf(shape);
        Array data = type.Accept<NewArray, Array>(new NewArray(count));
        return new TensorData(type, data, shape.ToArray(), count);
    }

    /// <summary>Wraps an array. <typeparamref name="T"/> decides the element type; ushort is UINT16.</summary>
    /// <exception cref="InferenceRequestException">The array is shorter than the shape asks for, or a dimension is negative.</exception>
    public static TensorData Of<T>(T[] data, params ReadOnlySpan<long> shape)
    {
        ArgumentNullException.ThrowIfNull(data);
        int count = CountOf(shape);
        return data.Length >= count
            ? new TensorData(TensorTypeExtensions.Of<T>(), data, shape.ToArray(), count)
            : throw new InferenceRequestException($"Shape [{Text(shape)}] needs {count} elements; {data.Length} came.");
    }

    /// <summary>The elements. <typeparamref name="T"/> must be the element's .NET type.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public Span<T> Span<T>() => _data is T[] data
        ? data.AsSpan(0, Count)
        : throw new InvalidOperationException($"The tensor holds {Type.ElementType().Name}, not {typeof(T).Name}.");

    /// <summary>The same elements in memory of its own.</summary>
    internal TensorData Clone() => new(Type, (Array)_data.Clone(), _shape, Count);

    /// <inheritdoc />
    public override string ToString() => $"{Type.ProtocolName()}[{Text(_shape)}]";

    internal static string Text(ReadOnlySpan<long> shape) => string.Join(",", shape.ToArray());

    internal static int CountOf(ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long dim in shape)
        {
            // Checked step by step: a hostile shape must not overflow into a small number.
            if (dim < 0 || (dim > 0 && count > Array.MaxLength / dim))
            {
                throw new InferenceRequestException($"Shape [{Text(shape)}] is not possible: dimensions are 0 or more, and there are at most {Array.MaxLength} elements.");
            }

            count *= dim;
        }

        return (int)count;
    }
}
