using System.Numerics;
using System.Text.Json;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Protocol;

/// <summary>Reads the 'data' of an input into a tensor.</summary>
internal static class TensorJsonReader
{
    private static readonly Fill[] s_fills = [.. Enum.GetValues<TensorType>().Select(t => t.Accept<Fills, Fill>(default))];

    private delegate void Fill(ref Utf8JsonReader json, ArrayWalk walk, TensorData tensor, InputPlace place);

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
        s_fills[(int)type](ref json, walk, tensor, place);
        return tensor;
    }

    private static void Elements<T, TElement>(ref Utf8JsonReader json, ArrayWalk walk, TensorData tensor, InputPlace place)
        where TElement : IJsonElement<T>
    {
        Span<T> to = tensor.Span<T>();
        int count = 0;
        while (walk.Next(ref json))
        {
            if (count == to.Length)
            {
                throw Count(place, to.Length, "more");
            }

            if (!TElement.TryRead(ref json, out to[count]))
            {
                throw Element(ref json, tensor.Type, place, count);
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

    private readonly struct Fills : ITensorVisitor<Fill>
    {
        public Fill Integer<T>()
            where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => Elements<T, JsonElements.Integer<T>>;

        public Fill Float<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T> => typeof(T) == typeof(float) ? Elements<float, JsonElements.Float32>
                : typeof(T) == typeof(double) ? Elements<double, JsonElements.Float64>
                : Elements<Half, JsonElements.Float16>;

        public Fill BFloat16() => Elements<ushort, JsonElements.BFloat16>;

        public Fill Boolean() => Elements<bool, JsonElements.Boolean>;

        public Fill Text() => Elements<string, JsonElements.Text>;
    }
}
