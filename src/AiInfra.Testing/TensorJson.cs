using System.Buffers;
using System.Text;
using System.Text.Json;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Testing;

/// <summary>Rows of tensors as JSON: one array a tensor. Numbers come back bit for bit; those that JSON lacks are text.</summary>
internal static class TensorJson
{
    public static string Write(ReadOnlySpan<SlotTensor> tensors, int row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (SlotTensor tensor in tensors)
            {
                writer.WriteStartArray();
                for (int e = 0; e < tensor.RowWidth; e++)
                {
                    Write(writer, tensor, (row * tensor.RowWidth) + e);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="RecordingException">The array has another length or other elements.</exception>
    public static void Read(JsonElement array, SlotTensor to, int row)
    {
        int width = to.RowWidth;
        if (array.GetArrayLength() != width)
        {
            throw new RecordingException($"The recording has {array.GetArrayLength()} elements of '{to.Spec.Name}' in a row; {width} are expected.");
        }

        for (int e = 0; e < width; e++)
        {
            ReadElement(array[e], to, (row * width) + e);
        }
    }

    private static void Write(Utf8JsonWriter writer, SlotTensor from, int at)
    {
        switch (from.Spec.Type)
        {
            case TensorType.String: writer.WriteStringValue(from.Text[at] ?? string.Empty); break;
            case TensorType.Boolean: writer.WriteBooleanValue(from.Span<bool>()[at]); break;
            case TensorType.Float64 when double.IsFinite(from.Span<double>()[at]): writer.WriteNumberValue(from.Span<double>()[at]); break;
            case TensorType.Float64: writer.WriteStringValue(Name(from.Span<double>()[at])); break;
            case TensorType.Float32 when float.IsFinite(from.Span<float>()[at]): writer.WriteNumberValue(from.Span<float>()[at]); break;
            case TensorType.Float32: writer.WriteStringValue(Name(from.Span<float>()[at])); break;
            case TensorType.Int64: writer.WriteNumberValue(from.Span<long>()[at]); break;
            case TensorType.UInt64: writer.WriteNumberValue(from.Span<ulong>()[at]); break;
            case TensorType.Int32: writer.WriteNumberValue(from.Span<int>()[at]); break;
            case TensorType.UInt32: writer.WriteNumberValue(from.Span<uint>()[at]); break;
            case TensorType.Int16: writer.WriteNumberValue(from.Span<short>()[at]); break;
            case TensorType.Int8: writer.WriteNumberValue(from.Span<sbyte>()[at]); break;
            case TensorType.UInt8: writer.WriteNumberValue(from.Span<byte>()[at]); break;
            case TensorType.Float16: writer.WriteNumberValue(BitConverter.HalfToUInt16Bits(from.Span<Half>()[at])); break;
            default: writer.WriteNumberValue(from.Span<ushort>()[at]); break;
        }
    }

    private static void ReadElement(JsonElement from, SlotTensor to, int at)
    {
        switch (to.Spec.Type)
        {
            case TensorType.String: to.Text[at] = from.GetString(); break;
            case TensorType.Boolean: to.Span<bool>()[at] = from.GetBoolean(); break;
            case TensorType.Float64: to.Span<double>()[at] = from.ValueKind == JsonValueKind.String ? Number(from.GetString()) : from.GetDouble(); break;
            case TensorType.Float32: to.Span<float>()[at] = from.ValueKind == JsonValueKind.String ? (float)Number(from.GetString()) : from.GetSingle(); break;
            case TensorType.Int64: to.Span<long>()[at] = from.GetInt64(); break;
            case TensorType.UInt64: to.Span<ulong>()[at] = from.GetUInt64(); break;
            case TensorType.Int32: to.Span<int>()[at] = from.GetInt32(); break;
            case TensorType.UInt32: to.Span<uint>()[at] = from.GetUInt32(); break;
            case TensorType.Int16: to.Span<short>()[at] = from.GetInt16(); break;
            case TensorType.Int8: to.Span<sbyte>()[at] = from.GetSByte(); break;
            case TensorType.UInt8: to.Span<byte>()[at] = from.GetByte(); break;
            case TensorType.Float16: to.Span<Half>()[at] = BitConverter.UInt16BitsToHalf(from.GetUInt16()); break;
            default: to.Span<ushort>()[at] = from.GetUInt16(); break;
        }
    }

    private static string Name(double number) => double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";

    private static double Number(string? name) => name switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => throw new RecordingException($"'{name}' is no number."),
    };
}
