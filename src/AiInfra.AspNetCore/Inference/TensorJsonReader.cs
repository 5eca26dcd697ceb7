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
            case TensorType.Float32: Fill(ref json, walk, tensor.Span<float>(), type, place); break;
            case TensorType.Float64: Fill(ref json, walk, tensor.Span<double>(), type, place); break;
            case TensorType.Float16: Fill(ref json, walk, tensor.Span<Half>(), type, place); break;
            case TensorType.BFloat16: FillBFloat16(ref json, walk, tensor.Span<ushort>(), place); break;
            case TensorType.Int64: Fill(ref json, walk, tensor.Span<long>(), type, place); break;
            case TensorType.Int32: Fill(ref json, walk, tensor.Span<int>(), type, place); break;
            case TensorType.Int16: Fill(ref json, walk, tensor.Span<short>(), type, place); break;
            case TensorType.Int8: Fill(ref json, walk, tensor.Span<sbyte>(), type, place); break;
            case TensorType.UInt64: Fill(ref json, walk, tensor.Span<ulong>(), type, place); break;
            case TensorType.UInt32: Fill(ref json, walk, tensor.Span<uint>(), type, place); break;
            case TensorType.UInt16: Fill(ref json, walk, tensor.Span<ushort>(), type, place); break;
            case TensorType.UInt8: Fill(ref json, walk, tensor.Span<byte>(), type, place); break;
            case TensorType.Boolean: Fill(ref json, walk, tensor.Span<bool>(), type, place); break;
            default: FillText(ref json, walk, tensor.Span<string>(), place); break;
        }

        return tensor;
    }

    private static void Fill<T>(ref Utf8JsonReader json, ArrayWalk walk, Span<T> to, TensorType type, InputPlace place)
        where T : struct
    {
        int count = 0;
        while (walk.Next(ref json))
        {
            if (count == to.Length)
            {
                throw Count(place, to.Length, "more");
            }

            if (!TryGet(ref json, out to[count]))
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

    /// <summary>The element under the reader. The compiler keeps the one branch of the element's type.</summary>
    private static bool TryGet<T>(ref Utf8JsonReader json, out T value)
        where T : struct
    {
        value = default;
        if (typeof(T) == typeof(bool))
        {
            value = (T)(object)(json.TokenType == JsonTokenType.True);
            return json.TokenType is JsonTokenType.True or JsonTokenType.False;
        }

        if (json.TokenType == JsonTokenType.Null)
        {
            return TryGetMissing(out value);
        }

        if (json.TokenType != JsonTokenType.Number)
        {
            return false;
        }

        bool fits = false;
        if (typeof(T) == typeof(float))
        {
            fits = JsonNumber.TryGetSingle(ref json, out float f);
            value = (T)(object)f;
        }
        else if (typeof(T) == typeof(double))
        {
            fits = JsonNumber.TryGetDouble(ref json, out double d);
            value = (T)(object)d;
        }
        else if (typeof(T) == typeof(Half))
        {
            fits = JsonNumber.TryGetDouble(ref json, out double d) && Half.IsFinite((Half)d);
            value = (T)(object)(Half)d;
        }
        else if (typeof(T) == typeof(long))
        {
            fits = json.TryGetInt64(out long l);
            value = (T)(object)l;
        }
        else if (typeof(T) == typeof(ulong))
        {
            fits = json.TryGetUInt64(out ulong u);
            value = (T)(object)u;
        }
        else if (typeof(T) == typeof(int))
        {
            fits = json.TryGetInt32(out int i);
            value = (T)(object)i;
        }
        else if (typeof(T) == typeof(uint))
        {
            fits = json.TryGetUInt32(out uint i);
            value = (T)(object)i;
        }
        else if (typeof(T) == typeof(short))
        {
            fits = json.TryGetInt16(out short i);
            value = (T)(object)i;
        }
        else if (typeof(T) == typeof(ushort))
        {
            fits = json.TryGetUInt16(out ushort i);
            value = (T)(object)i;
        }
        else if (typeof(T) == typeof(sbyte))
        {
            fits = json.TryGetSByte(out sbyte i);
            value = (T)(object)i;
        }
        else if (typeof(T) == typeof(byte))
        {
            fits = json.TryGetByte(out byte i);
            value = (T)(object)i;
        }

        return fits;
    }

    /// <summary>JSON has no NaN; null stands for it, in requests and in answers.</summary>
    private static bool TryGetMissing<T>(out T value)
        where T : struct
    {
        value = typeof(T) == typeof(float) ? (T)(object)float.NaN
            : typeof(T) == typeof(double) ? (T)(object)double.NaN
            : typeof(T) == typeof(Half) ? (T)(object)Half.NaN
            : default;
        return typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half);
    }

    private static void FillBFloat16(ref Utf8JsonReader json, ArrayWalk walk, Span<ushort> to, InputPlace place)
    {
        float[] wide = new float[to.Length];
        Fill(ref json, walk, wide.AsSpan(), TensorType.BFloat16, place);
        for (int i = 0; i < to.Length; i++)
        {
            // Round to the nearest even of the upper half; NaN keeps a bit.
            uint bits = BitConverter.SingleToUInt32Bits(wide[i]);
            to[i] = float.IsNaN(wide[i]) ? (ushort)0x7FC0 : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
        }
    }

    private static void FillText(ref Utf8JsonReader json, ArrayWalk walk, Span<string> to, InputPlace place)
    {
        int count = 0;
        while (walk.Next(ref json))
        {
            if (count == to.Length)
            {
                throw Count(place, to.Length, "more");
            }

            // Null is the raw columns' missing text.
            to[count] = json.TokenType switch
            {
                JsonTokenType.String => ParametersReader.Text(ref json),
                JsonTokenType.Null => "",
                _ => throw Element(ref json, TensorType.String, place, count),
            };
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
