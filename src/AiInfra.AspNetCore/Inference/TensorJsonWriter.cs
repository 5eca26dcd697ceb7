using System.Text.Json;
using AiInfra.Serving.Runtimes;

namespace AiInfra.AspNetCore.Inference;

/// <summary>Writes a tensor's elements as one flat JSON array.</summary>
/// <remarks>JSON has no NaN and no infinity: NaN is written as null, infinities as 1e999 and -1e999, which readers of doubles take for what they are.</remarks>
internal static class TensorJsonWriter
{
    private static readonly byte[] Infinite = "1e999"u8.ToArray();
    private static readonly byte[] NegativeInfinite = "-1e999"u8.ToArray();

    public static void Write(Utf8JsonWriter json, TensorData tensor)
    {
        json.WriteStartArray();
        switch (tensor.Type)
        {
            case TensorType.Float32:
                foreach (float value in tensor.Span<float>())
                {
                    Write(json, value);
                }

                break;
            case TensorType.Float64:
                foreach (double value in tensor.Span<double>())
                {
                    Write(json, value);
                }

                break;
            case TensorType.Float16:
                foreach (Half value in tensor.Span<Half>())
                {
                    Write(json, (float)value);
                }

                break;
            case TensorType.BFloat16:
                foreach (ushort value in tensor.Span<ushort>())
                {
                    Write(json, BitConverter.Int32BitsToSingle(value << 16));
                }

                break;
            case TensorType.String:
                foreach (string? text in tensor.Span<string?>())
                {
                    json.WriteStringValue(text ?? "");
                }

                break;
            case TensorType.Boolean:
                foreach (bool value in tensor.Span<bool>())
                {
                    json.WriteBooleanValue(value);
                }

                break;
            default:
                WriteWhole(json, tensor);
                break;
        }

        json.WriteEndArray();
    }

    /// <summary>An element as text, for classifications.</summary>
    public static double Element(TensorData tensor, int at) => tensor.Type switch
    {
        TensorType.Float32 => tensor.Span<float>()[at],
        TensorType.Float64 => tensor.Span<double>()[at],
        TensorType.Float16 => (double)tensor.Span<Half>()[at],
        TensorType.BFloat16 => BitConverter.Int32BitsToSingle(tensor.Span<ushort>()[at] << 16),
        TensorType.Int64 => tensor.Span<long>()[at],
        TensorType.Int32 => tensor.Span<int>()[at],
        TensorType.Int16 => tensor.Span<short>()[at],
        TensorType.Int8 => tensor.Span<sbyte>()[at],
        TensorType.UInt64 => tensor.Span<ulong>()[at],
        TensorType.UInt32 => tensor.Span<uint>()[at],
        TensorType.UInt16 => tensor.Span<ushort>()[at],
        TensorType.UInt8 => tensor.Span<byte>()[at],
        _ => throw ProtocolException.BadRequest($"Expected an output of numbers for 'classification', came {tensor.Type.ProtocolName()}."),
    };

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

    private static void WriteWhole(Utf8JsonWriter json, TensorData tensor)
    {
        for (int i = 0; i < tensor.Count; i++)
        {
            if (tensor.Type == TensorType.UInt64)
            {
                json.WriteNumberValue(tensor.Span<ulong>()[i]);
                continue;
            }

            json.WriteNumberValue(tensor.Type switch
            {
                TensorType.Int64 => tensor.Span<long>()[i],
                TensorType.Int32 => tensor.Span<int>()[i],
                TensorType.Int16 => tensor.Span<short>()[i],
                TensorType.Int8 => tensor.Span<sbyte>()[i],
                TensorType.UInt32 => tensor.Span<uint>()[i],
                TensorType.UInt16 => tensor.Span<ushort>()[i],
                _ => tensor.Span<byte>()[i],
            });
        }
    }
}
