using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Rows;

/// <summary>The answers of many calls as one batch. Where the width of an output changes from call to call, a column that a call did not give is missing in its rows.</summary>
internal sealed class AnswerBatch(int rows)
{
    private readonly Dictionary<string, TensorColumn> _byName = new(StringComparer.Ordinal);
    private readonly List<Column> _schema = [];
    private RowOutputs? _outputs;
    private TensorColumn[] _columns = [];
    private int _count;

    public void Append(ModelSlot slot, int count)
    {
        if (_outputs is null || !_outputs.Fits(slot))
        {
            Begin(new RowOutputs(slot));
        }

        _outputs!.Append(slot, count, _columns);
        _count += count;
    }

    public RowBatch Build()
    {
        foreach (TensorColumn column in _byName.Values)
        {
            column.PadTo(_count);
        }

        return new RowBatch(new RowSchema(_schema), [.. _schema.Select(c => _byName[c.Name].Build())]);
    }

    private void Begin(RowOutputs outputs)
    {
        _outputs = outputs;
        _columns = outputs.Columns(rows);
        for (int c = 0; c < _columns.Length; c++)
        {
            Column column = outputs.Schema.Columns[c];
            if (_byName.TryGetValue(column.Name, out TensorColumn? known))
            {
                _columns[c] = known;
            }
            else
            {
                _byName.Add(column.Name, _columns[c]);
                _schema.Add(column);
            }

            _columns[c].PadTo(_count);
        }
    }
}
