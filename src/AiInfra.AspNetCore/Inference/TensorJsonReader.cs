using System.Text.Json;
using AiInfra.Serving.Runtimes;

namespace AiInfra.AspNetCore.Inference;

/// <summary>Reads the 'data' of an input into a tensor.</summary>
internal static class TensorJsonReader
{
    /// <summary>Reads a tensor. The reader stands on the first token of the value.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Dimensions.</param>
    /// <param name="place">Where, for messages.</param>
    /// <param name="bytesLeft">Bytes of JSON from here on: a shape that cannot be filled by them gets no memory.</param>
    public static TensorData Read(ref Utf8JsonReader json, TensorType type, long[] shape, InputPlace place, long bytesLeft)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            throw place.Expected("an array as 'data'", json.TokenType.ToString());
        }

        // An element takes two bytes at least, itself and a comma or bracket. Empty dimensions make no elements.
        if (!shape.AsSpan().Contains(0) && Product(shape) > (bytesLeft / 2) + 1)
        {
            throw place.Expected($"data of {type.ProtocolName()}[{string.Join(",", shape)}]", "fewer elements");
        }

        TensorData tensor = TensorData.Create(type, shape);
        var walk = new ArrayWalk(shape, place);
        switch (type)
        {
            case TensorType.Float32: Fill<float, JsonElements.Float32>(ref json, walk, tensor.Span<float>(), type, place); break;
            case TensorType.Float64: Fill<double, JsonElements.Float64>(ref json, walk, tensor.Span<double>(), type, place); break;
            case TensorType.Float16: Fill<Half, JsonElements.Float16>(ref json, walk, tensor.Span<Half>(), type, place); break;
            case TensorType.BFloat16: Fill<ushort, JsonElements.BFloat16>(ref json, walk, tensor.Span<ushort>(), type, place); break;
            case TensorType.Int64: Fill<long, JsonElements.Integer<long>>(ref json, walk, tensor.Span<long>(), type, place); break;
            case TensorType.Int32: Fill<int, JsonElements.Integer<int>>(ref json, walk, tensor.Span<int>(), type, place); break;
            case TensorType.Int16: Fill<short, JsonElements.Integer<short>>(ref json, walk, tensor.Span<short>(), type, place); break;
            case TensorType.Int8: Fill<sbyte, JsonElements.Integer<sbyte>>(ref json, walk, tensor.Span<sbyte>(), type, place); break;
            case TensorType.UInt64: Fill<ulong, JsonElements.Integer<ulong>>(ref json, walk, tensor.Span<ulong>(), type, place); break;
            case TensorType.UInt32: Fill<uint, JsonElements.Integer<uint>>(ref json, walk, tensor.Span<uint>(), type, place); break;
            case TensorType.UInt16: Fill<ushort, JsonElements.Integer<ushort>>(ref json, walk, tensor.Span<ushort>(), type, place); break;
            case TensorType.UInt8: Fill<byte, JsonElements.Integer<byte>>(ref json, walk, tensor.Span<byte>(), type, place); break;
            case TensorType.Boolean: Fill<bool, JsonElements.Boolean>(ref json, walk, tensor.Span<bool>(), type, place); break;
            default: Fill<string, JsonElements.Text>(ref json, walk, tensor.Span<string>(), type, place); break;
        }

        return tensor;
    }

    private static void Fill<T, TElement>(ref Utf8JsonReader json, ArrayWalk walk, Span<T> to, TensorType type, InputPlace place)
        where TElement : IJsonElement<T>
    {
        int count = 0;
        while (walk.Next(ref json))
        {
            if (count == to.Length)
            {
                throw Count(place, to.Length, "more");
            }

            if (!TElement.TryRead(ref json, out to[count]))
            {
                throw Element(ref json, type, place, count);
            }

            count++;
        }

        if (count != to.Length)
        {
            throw Count(place, to.Length, $"{count}");
        }
    }

    private static long Product(long[] shape)
    {
        long product = 1;
        foreach (long dim in shape)
        {
            product = dim > long.MaxValue / product ? long.MaxValue : product * dim;
        }

        return product;
    }

    private static ProtocolException Count(InputPlace place, int expected, string came) => place.Expected($"{expected} elements in 'data', as the shape says", came);

    private static ProtocolException Element(ref Utf8JsonReader json, TensorType type, InputPlace place, int index)
    {
        string came = json.TokenType is JsonTokenType.Number ? System.Text.Encoding.UTF8.GetString(json.ValueSpan[..Math.Min(40, json.ValueSpan.Length)]) : json.TokenType.ToString().ToLowerInvariant();
        return place.Expected($"{type.ProtocolName()} at element {index} of 'data'", came);
    }
}
