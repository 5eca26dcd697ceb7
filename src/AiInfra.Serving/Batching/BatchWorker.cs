using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Batching;

/// <summary>Runs batches on the thread pool, one at a time, with a slot of its own.</summary>
internal sealed class BatchWorker(Batcher batcher) : IThreadPoolWorkItem, IDisposable
{
    private readonly List<BatchItem> _batch = [];
    private readonly List<BatchItem> _expired = [];
    private ModelSlot? _slot;

    public void Execute()
    {
        while (batcher.TryTake(this, _batch, _expired, out int rows))
        {
            foreach (BatchItem item in _expired)
            {
                item.Fail(new RequestTimeoutException(item.Timeout));
            }

            _expired.Clear();
            if (_batch.Count > 0)
            {
                Run(rows);
                _batch.Clear();
            }
        }
    }

    public void Dispose() => _slot?.Dispose();

    private void Run(int rows)
    {
        int count = _batch.Count;
        try
        {
            ModelSlot slot = _slot ??= Create();
            int written = Write(slot, rows);
            if (_batch.Count == 0)
            {
                batcher.Count(0, count, 0);
                return;
            }

            if (written < rows)
            {
                // Those that did not fit left room at the end; what is written stays where it is.
                _batch[0].Shape(slot, written);
            }

            long started = batcher.Time.GetTimestamp();
            slot.Run();
            batcher.Telemetry?.Batch(_batch, written, started);
        }
        catch (Exception e) when (_batch.Count == 1)
        {
            _batch[0].Fail(e);
            batcher.Count(0, count, 0);
            return;
        }
        catch (Exception)
        {
            RunAlone(count);
            return;
        }

        int answered = 0;
        foreach (BatchItem item in _batch)
        {
            answered += Answer(item, _slot);
        }

        batcher.Count(answered, count - answered, 0);
    }

    /// <summary>Writes the requests one after the other; those that do not fit fail and leave the batch.</summary>
    private int Write(ModelSlot slot, int rows)
    {
        int kept = 0;
        int offset = 0;
        bool shaped = false;
        for (int i = 0; i < _batch.Count; i++)
        {
            BatchItem item = _batch[i];
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
                _batch[kept++] = item;
            }
            catch (Exception e)
            {
                item.Fail(e);
            }
        }

        _batch.RemoveRange(kept, _batch.Count - kept);
        return offset;
    }

    /// <summary>The batch failed: each request alone, so that only the guilty fail.</summary>
    private void RunAlone(int count)
    {
        int answered = 0;
        foreach (BatchItem item in _batch)
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

        batcher.Count(answered, count - answered, _batch.Count);
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
