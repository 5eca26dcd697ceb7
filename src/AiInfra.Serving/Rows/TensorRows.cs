using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Rows;

/// <summary>Shows tensors as rows, for those who watch predictions: the names are those of <see cref="RowCodec"/>.</summary>
internal static class TensorRows
{
    /// <summary>Row of a request's or result's tensors. Missing values are those of the raw-column convention.</summary>
    public static Row Read(RowSchema schema, TensorData[] tensors, int rows, int row)
    {
        var values = new Value[schema.Count];
        int at = 0;
        foreach (TensorData tensor in tensors)
        {
            int width = tensor.Count / rows;
            for (int e = 0; e < width; e++)
            {
                values[at++] = Read(tensor, (row * width) + e);
            }
        }

        return new Row(schema, values);
    }

    private static Value Read(TensorData from, int at) => from.Type switch
    {
        TensorType.String => from.Span<string>()[at] is { Length: > 0 } text ? Value.Of(text) : Value.Missing,
        TensorType.Float32 => from.Span<float>()[at],
        TensorType.Float64 => from.Span<double>()[at],
        TensorType.Float16 => (double)from.Span<Half>()[at],
        TensorType.BFloat16 => BitConverter.Int32BitsToSingle(from.Span<ushort>()[at] << 16),
        TensorType.Boolean => from.Span<bool>()[at],
        TensorType.Int64 => from.Span<long>()[at] is long number && number != InputColumn.MissingInstant ? Value.Of(number) : Value.Missing,
        TensorType.Int32 => from.Span<int>()[at],
        TensorType.Int16 => from.Span<short>()[at],
        TensorType.Int8 => from.Span<sbyte>()[at],
        TensorType.UInt64 => Value.Of(from.Span<ulong>()[at]),
        TensorType.UInt32 => from.Span<uint>()[at],
        TensorType.UInt16 => from.Span<ushort>()[at],
        _ => from.Span<byte>()[at],
    };
}
