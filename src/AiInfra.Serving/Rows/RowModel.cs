using System.Collections.Concurrent;
using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Rows;

/// <summary>A model that answers rows, without a deployment: for evaluation, back-tests and batch jobs. Thread-safe. Does not own the model.</summary>
public sealed class RowModel : IDisposable
{
    private readonly IModel _model;
    private readonly RowCodec _codec;
    private readonly ConcurrentBag<ModelSlot> _slots = [];
    private readonly int _maxRows;

    /// <summary>Wraps a model.</summary>
    /// <param name="model">The model; dispose it after this.</param>
    /// <param name="maxRows">Most rows in one call of the model.</param>
    /// <exception cref="ModelLoadException">The model does not take rows.</exception>
    public RowModel(IModel model, int maxRows = 256)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRows);
        _model = model;
        _codec = new RowCodec(model.Signature);
        _maxRows = maxRows;
    }

    /// <summary>What the model takes and gives.</summary>
    public ModelSignature Signature => _model.Signature;

    /// <summary>The answer to one row.</summary>
    /// <exception cref="InferenceRequestException">The row does not fit the model.</exception>
    public Row Predict(Row row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Predict([row])[0];
    }

    /// <summary>The answers to a batch, in the order of its rows: columns in, columns out, no row is made. Where a model's calls give columns of different names, a column that a call did not give is missing there.</summary>
    /// <exception cref="InferenceRequestException">The columns, or a value, do not fit the model.</exception>
    public RowBatch Predict(RowBatch rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var answers = new AnswerBatch(rows.Count);
        ModelSlot slot = _slots.TryTake(out ModelSlot? kept) ? kept : _model.NewSlot();
        try
        {
            if (rows.Count == 0)
            {
                // For the columns of the answers.
                slot.SetRows(1);
                answers.Append(slot, 0);
            }

            for (int from = 0; from < rows.Count; from += _maxRows)
            {
                int count = Math.Min(_maxRows, rows.Count - from);
                slot.SetRows(count);
                _codec.Write(rows, from, count, slot);
                slot.RunRows();
                answers.Append(slot, count);
            }
        }
        finally
        {
            _slots.Add(slot);
        }

        return answers.Build();
    }

    /// <summary>The answers to many rows, in their order.</summary>
    /// <exception cref="InferenceRequestException">A row does not fit the model.</exception>
    public Row[] Predict(IReadOnlyList<Row> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows is RowBatch batch)
        {
            return [.. Predict(batch)];
        }

        var results = new Row[rows.Count];
        var asked = new Row[Math.Min(_maxRows, results.Length)];
        ModelSlot slot = _slots.TryTake(out ModelSlot? kept) ? kept : _model.NewSlot();
        try
        {
            for (int from = 0; from < results.Length; from += _maxRows)
            {
                int count = Math.Min(_maxRows, results.Length - from);
                slot.SetRows(count);
                for (int i = 0; i < count; i++)
                {
                    // A list that makes its rows when they are asked for is asked once.
                    _codec.Write(asked[i] = rows[from + i], slot, i);
                }

                slot.RunRows();
                for (int i = 0; i < count; i++)
                {
                    results[from + i] = _codec.Read(asked[i], slot, i);
                }
            }
        }
        finally
        {
            _slots.Add(slot);
        }

        return results;
    }

    /// <summary>Frees the slots. The model stays.</summary>
    public void Dispose()
    {
        while (_slots.TryTake(out ModelSlot? slot))
        {
            slot.Dispose();
        }
    }
}
