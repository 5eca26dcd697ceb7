using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Rows;

/// <summary>Makes rows of a model's outputs. Columns: the output's name where it has one element a row; "name.class" for each class where the widths agree; "name[i]" otherwise.</summary>
internal sealed class RowOutputs
{
    private readonly int[] _widths;

    public RowOutputs(ModelSlot slot)
    {
        _widths = new int[slot.Outputs.Length];
        var columns = new List<Column>();
        for (int i = 0; i < _widths.Length; i++)
        {
            SlotTensor output = slot.Outputs[i];
            _widths[i] = output.RowWidth;
            ValueKind kind = ColumnNames.Kind(output.Spec.Type);
            columns.AddRange(ColumnNames.Of(output.Spec.Name, output.RowWidth, output.Spec.Type, slot.Signature.Classes).Select(n => new Column(n, kind)));
        }

        Schema = new RowSchema(columns);
    }

    public RowSchema Schema { get; }

    public bool Fits(ModelSlot slot)
    {
        for (int i = 0; i < _widths.Length; i++)
        {
            if (slot.Outputs[i].RowWidth != _widths[i])
            {
                return false;
            }
        }

        return true;
    }

    public Row Read(ModelSlot slot, int row)
    {
        var values = new Value[Schema.Count];
        int at = 0;
        for (int i = 0; i < _widths.Length; i++)
        {
            for (int e = 0; e < _widths[i]; e++)
            {
                values[at++] = Read(slot.Outputs[i], (row * _widths[i]) + e);
            }
        }

        return new Row(Schema, values);
    }

    public static Value Read(SlotTensor from, int at) => from.Spec.Type switch
    {
        TensorType.Float32 => from.Span<float>()[at],
        TensorType.Float64 => from.Span<double>()[at],
        TensorType.Float16 => (double)from.Span<Half>()[at],
        TensorType.BFloat16 => BitConverter.Int32BitsToSingle(from.Span<ushort>()[at] << 16),
        TensorType.Int64 => from.Span<long>()[at],
        TensorType.Int32 => from.Span<int>()[at],
        TensorType.Int16 => from.Span<short>()[at],
        TensorType.Int8 => from.Span<sbyte>()[at],
        TensorType.UInt64 => Value.Of(from.Span<ulong>()[at]),
        TensorType.UInt32 => from.Span<uint>()[at],
        TensorType.UInt16 => from.Span<ushort>()[at],
        TensorType.UInt8 => from.Span<byte>()[at],
        TensorType.Boolean => from.Span<bool>()[at],
        _ => from.Text[at],
    };
}
