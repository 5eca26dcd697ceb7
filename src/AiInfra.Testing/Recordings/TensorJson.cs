using System.Buffers;
using System.Numerics;
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
                tensor.Spec.Type.Accept<Writing, bool>(new Writing(writer, tensor, row));
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

        to.Spec.Type.Accept<Reading, bool>(new Reading(array, to, row * width));
    }

    private readonly struct Writing(Utf8JsonWriter writer, SlotTensor from, int row) : ITensorVisitor<bool>
    {
        public bool Integer<T>()
            where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        {
            foreach (T number in Row<T>())
            {
                writer.WriteNumberValue(decimal.CreateChecked(number));
            }

            return true;
        }

        public bool Float<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            foreach (T number in Row<T>())
            {
                if (number is Half half)
                {
                    // Its bits: no notation is as short.
                    writer.WriteNumberValue(BitConverter.HalfToUInt16Bits(half));
                }
                else if (!T.IsFinite(number))
                {
                    writer.WriteStringValue(T.IsNaN(number) ? "NaN" : T.IsPositive(number) ? "Infinity" : "-Infinity");
                }
                else if (number is float single)
                {
                    writer.WriteNumberValue(single);
                }
                else
                {
                    writer.WriteNumberValue(double.CreateTruncating(number));
                }
            }

            return true;
        }

        public bool BFloat16() => Integer<ushort>();

        public bool Boolean()
        {
            foreach (bool flag in Row<bool>())
            {
                writer.WriteBooleanValue(flag);
            }

            return true;
        }

        public bool Text()
        {
            foreach (string? text in from.Text.Slice(row * from.RowWidth, from.RowWidth))
            {
                writer.WriteStringValue(text ?? string.Empty);
            }

            return true;
        }

        private Span<T> Row<T>()
            where T : unmanaged => from.Span<T>().Slice(row * from.RowWidth, from.RowWidth);
    }

    private readonly struct Reading(JsonElement array, SlotTensor to, int first) : ITensorVisitor<bool>
    {
        public bool Integer<T>()
            where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => Fill(static e => T.CreateChecked(e.GetDecimal()));

        public bool Float<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T> => Fill(static e =>
                typeof(T) == typeof(Half) ? T.CreateTruncating(BitConverter.UInt16BitsToHalf(e.GetUInt16()))
                : e.ValueKind == JsonValueKind.String ? T.CreateTruncating(Named(e.GetString()))
                : typeof(T) == typeof(float) ? T.CreateTruncating(e.GetSingle())
                : T.CreateTruncating(e.GetDouble()));

        public bool BFloat16() => Integer<ushort>();

        public bool Boolean() => Fill(static e => e.GetBoolean());

        public bool Text()
        {
            for (int e = 0; e < to.RowWidth; e++)
            {
                to.Text[first + e] = array[e].GetString();
            }

            return true;
        }

        private bool Fill<T>(Func<JsonElement, T> element)
            where T : unmanaged
        {
            Span<T> span = to.Span<T>();
            for (int e = 0; e < to.RowWidth; e++)
            {
                span[first + e] = element(array[e]);
            }

            return true;
        }

        private static double Named(string? name) => name switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => throw new RecordingException($"'{name}' is no number."),
        };
    }
}
