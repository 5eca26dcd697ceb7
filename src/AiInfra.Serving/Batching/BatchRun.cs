using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Batching;

/// <summary>A batch on its way: written, run, answered. Used again with its slot. As a work item it answers, beside the next call of the model.</summary>
internal sealed class BatchRun(Batcher batcher) : IThreadPoolWorkItem, IDisposable
{
    private readonly List<BatchItem> _items = [];
    private ModelSlot? _slot;
    private int _count;

    public List<BatchItem> Items => _items;

    /// <summary>Writes and runs. True when there are results to answer with; failures are answered already.</summary>
    public bool Run(int rows)
    {
        _count = _items.Count;
        try
        {
            ModelSlot slot = _slot ??= Create();
            int written = Write(slot, rows);
            if (_items.Count == 0)
            {
                batcher.Count(0, _count, 0);
                return false;
            }

            if (written < rows)
            {
                // Those that did not fit left room at the end; what is written stays where it is.
                _items[0].Shape(slot, written);
            }

            long started = batcher.Time.GetTimestamp();
            slot.Run();
            batcher.Telemetry?.Batch(_items, written, started);
            return true;
        }
        catch (Exception e) when (_items.Count == 1)
        {
            _items[0].Fail(e);
            batcher.Count(0, _count, 0);
        }
        catch (Exception)
        {
            RunAlone();
        }

        _items.Clear();
        return false;
    }

    /// <summary>Answers the callers.</summary>
    public void Answer()
    {
        int answered = 0;
        foreach (BatchItem item in _items)
        {
            answered += Answer(item, _slot!);
        }

        _items.Clear();
        batcher.Count(answered, _count - answered, 0);
    }

    public void Execute()
    {
        Answer();
        batcher.Answered(this);
    }

    public void Dispose() => _slot?.Dispose();

    /// <summary>Writes the requests one after the other; those that do not fit fail and leave the batch.</summary>
    private int Write(ModelSlot slot, int rows)
    {
        int kept = 0;
        int offset = 0;
        bool shaped = false;
        for (int i = 0; i < _items.Count; i++)
        {
            BatchItem item = _items[i];
            try
            {
                if (!shaped)
                {
                    item.Shape(slot, rows);
                    shaped = true;
                }

                item.Write(slot, offset);
                item.Offset = offset;
                offset += item.Rows;
                _items[kept++] = item;
            }
            catch (Exception e)
            {
                item.Fail(e);
            }
        }

        _items.RemoveRange(kept, _items.Count - kept);
        return offset;
    }

    /// <summary>The batch failed: each request alone, so that only the guilty fail.</summary>
    private void RunAlone()
    {
        int answered = 0;
        foreach (BatchItem item in _items)
        {
            try
            {
                ModelSlot slot = _slot ??= Create();
                item.Shape(slot, item.Rows);
                item.Write(slot, 0);
                item.Offset = 0;
                slot.Run();
            }
            catch (Exception e)
            {
                item.Fail(e);
                continue;
            }

            answered += Answer(item, _slot);
        }

        batcher.Count(answered, _count - answered, _items.Count);
    }

    private static int Answer(BatchItem item, ModelSlot slot)
    {
        try
        {
            item.Read(slot);
        }
        catch (Exception e)
        {
            item.Fail(e);
            return 0;
        }

        item.Complete();
        return 1;
    }

    private ModelSlot Create()
    {
        ModelSlot slot = batcher.Model.CreateSlot();
        if (slot.Signature.HasFixedRows)
        {
            // The largest batch first: its memory then never moves.
            slot.SetRows(batcher.MaxSize);
        }

        return slot;
    }
}
