using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Rows;

/// <summary>Makes rows of a model's outputs. Columns: the output's name where it has one element a row; "name.class" for each class where the widths agree; "name[i]" otherwise.</summary>
internal sealed class RowOutputs
{
    private readonly int[] _widths;
    private readonly TensorValues[] _elements;

    public RowOutputs(ModelSlot slot)
    {
        _widths = new int[slot.Outputs.Length];
        _elements = new TensorValues[_widths.Length];
        var columns = new List<Column>();
        for (int i = 0; i < _widths.Length; i++)
        {
            SlotTensor output = slot.Outputs[i];
            _widths[i] = output.RowWidth;
            _elements[i] = TensorValues.Of(output.Spec.Type);
            ValueKind kind = _elements[i].Kind;
            columns.AddRange(TensorColumns.Of(output.Spec.Name, output.RowWidth, output.Spec.Type, slot.Signature.Classes).Select(n => new Column(n, kind)));
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

    /// <summary>The columns of so many rows, empty as yet.</summary>
    public TensorColumn[] Columns(int rows) => [.. _elements.SelectMany((e, i) => Enumerable.Range(0, _widths[i]).Select(_ => e.Column(rows)))];

    /// <summary>Adds a call's rows to columns of <see cref="Schema"/>.</summary>
    public void Append(ModelSlot slot, int count, ReadOnlySpan<TensorColumn> columns)
    {
        int at = 0;
        for (int i = 0; i < _widths.Length; i++)
        {
            for (int e = 0; e < _widths[i]; e++)
            {
                columns[at++].Append(slot.Outputs[i], e, _widths[i], count);
            }
        }
    }

    public Row Read(ModelSlot slot, int row)
    {
        var values = new Value[Schema.Count];
        int at = 0;
        for (int i = 0; i < _widths.Length; i++)
        {
            int width = _widths[i];
            _elements[i].Read(slot.Outputs[i], row * width, values.AsSpan(at, width));
            at += width;
        }

        return new Row(Schema, values);
    }
}
