using System.Numerics;
using System.Text.Json;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Protocol;

/// <summary>Writes a tensor's elements as one flat JSON array.</summary>
/// <remarks>JSON has no NaN and no infinity: NaN is written as null, infinities as 1e999 and -1e999, which readers of doubles take for what they are.</remarks>
internal static class TensorJsonWriter
{
    private static readonly byte[] Infinite = "1e999"u8.ToArray();
    private static readonly byte[] NegativeInfinite = "-1e999"u8.ToArray();

    public static void Write(Utf8JsonWriter json, TensorData tensor)
    {
        json.WriteStartArray();
        tensor.Type.Accept<Elements, bool>(new Elements(json, tensor));
        json.WriteEndArray();
    }

    /// <summary>An element as a number, for classifications.</summary>
    public static double Element(TensorData tensor, int at) => tensor.Type is TensorType.String or TensorType.Boolean
        ? throw new ProtocolException($"Expected an output of numbers for 'classification', came {tensor.Type.ProtocolName()}.")
        : TensorValues.Of(tensor.Type).Read(tensor, at).AsNumber();

    private static void Write(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            WriteNonFinite(json, value);
        }
    }

    private static void Write(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            WriteNonFinite(json, value);
        }
    }

    private static void WriteNonFinite(Utf8JsonWriter json, double value)
    {
        if (double.IsNaN(value))
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteRawValue(value > 0 ? Infinite : NegativeInfinite, skipInputValidation: true);
        }
    }

    private readonly struct Elements(Utf8JsonWriter json, TensorData tensor) : ITensorVisitor<bool>
    {
        public bool Integer<T>()
            where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        {
            foreach (T value in tensor.Span<T>())
            {
                if (typeof(T) == typeof(ulong))
                {
                    json.WriteNumberValue(ulong.CreateTruncating(value));
                }
                else
                {
                    json.WriteNumberValue(long.CreateTruncating(value));
                }
            }

            return true;
        }

        public bool Float<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            foreach (T value in tensor.Span<T>())
            {
                if (typeof(T) == typeof(double))
                {
                    Write(json, double.CreateTruncating(value));
                }
                else
                {
                    Write(json, float.CreateTruncating(value));
                }
            }

            return true;
        }

        public bool BFloat16()
        {
            foreach (ushort value in tensor.Span<ushort>())
            {
                Write(json, BrainFloat.ToSingle(value));
            }

            return true;
        }

        public bool Boolean()
        {
            foreach (bool value in tensor.Span<bool>())
            {
                json.WriteBooleanValue(value);
            }

            return true;
        }

        public bool Text()
        {
            foreach (string? text in tensor.Span<string?>())
            {
                json.WriteStringValue(text ?? "");
            }

            return true;
        }
    }
}
