using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Batching;

/// <summary>A batch on its way: written, run, read. Used again with its slot. As a work item it reads and answers, beside the next call of the model.</summary>
internal sealed class BatchRun(Batcher batcher) : IThreadPoolWorkItem, IDisposable
{
    private BatchItems _items = new();
    private ModelSlot? _slot;
    private int _count;

    public BatchItems Items => _items;

    /// <summary>When the batch left the queue, as a timestamp.</summary>
    public long TakenAt { get; set; }

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
            slot.RunRows();
            Measure(written, started);
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

        _items.Keep(0);
        return false;
    }

    /// <summary>Takes the results out of the slot, which is then free for the next batch.</summary>
    public BatchAnswers Read()
    {
        int kept = 0;
        int offset = 0;
        _slot!.ReadAt = batcher.Time.GetTimestamp();
        for (int i = 0; i < _items.Count; i++)
        {
            BatchItem item = _items[i];
            int rows = item.Rows;
            if (TryRead(item, _slot, offset))
            {
                _items[kept++] = item;
            }

            offset += rows;
        }

        batcher.Leave(_slot.Tally);
        _items.Keep(kept);
        batcher.Count(kept, _count - kept, 0);
        BatchAnswers answers = batcher.RentAnswers();
        _items = answers.Take(_items);
        return answers;
    }

    public void Execute()
    {
        BatchAnswers answers = Read();
        batcher.Answered(this);
        answers.Execute();
    }

    public void Dispose() => _slot?.Dispose();

    /// <summary>Writes the requests one after the other; those that do not fit fail and leave the batch.</summary>
    private int Write(ModelSlot slot, int rows)
    {
        int kept = 0;
        int offset = 0;
        long waited = 0;
        bool shaped = false;
        for (int i = 0; i < _items.Count; i++)
        {
            BatchItem item = _items[i];
            waited += TakenAt - item.Since;
            try
            {
                if (!shaped)
                {
                    item.Shape(slot, rows);
                    shaped = true;
                }

                item.Write(slot, offset);
                offset += item.Rows;
                _items[kept++] = item;
            }
            catch (Exception e)
            {
                item.Fail(e);
            }
        }

        batcher.Waited(waited);
        _items.Keep(kept);
        return offset;
    }

    /// <summary>The batch failed: each request alone, so that only the guilty fail.</summary>
    private void RunAlone()
    {
        int asked = _items.Count;
        int kept = 0;
        for (int i = 0; i < asked; i++)
        {
            BatchItem item = _items[i];
            try
            {
                ModelSlot slot = _slot ??= Create();
                item.Shape(slot, item.Rows);
                item.Write(slot, 0);
                slot.RunRows();
                slot.ReadAt = batcher.Time.GetTimestamp();
            }
            catch (Exception e)
            {
                item.Fail(e);
                continue;
            }

            if (TryRead(item, _slot, 0))
            {
                _items[kept++] = item;
                batcher.Leave(_slot.Tally);
            }
        }

        _items.Keep(kept);
        batcher.Count(kept, _count - kept, asked);
        BatchAnswers answers = batcher.RentAnswers();
        _items = answers.Take(_items);
        ThreadPool.UnsafeQueueUserWorkItem(answers, preferLocal: false);
    }

    private void Measure(int rows, long started)
    {
        if (batcher.Telemetry is not { } telemetry)
        {
            return;
        }

        telemetry.Batch(rows);
        for (int i = 0; telemetry.MeasuresQueue && i < _items.Count; i++)
        {
            telemetry.Waited(_items[i].Since, started);
        }
    }

    private static bool TryRead(BatchItem item, ModelSlot slot, int row)
    {
        try
        {
            item.Read(slot, row);
            return true;
        }
        catch (Exception e)
        {
            item.Fail(e);
            return false;
        }
    }

    private ModelSlot Create()
    {
        ModelSlot slot = batcher.Model.NewSlot(batcher.Telemetry?.Version);
        if (slot.Signature.HasFixedRows)
        {
            // The largest batch first: its memory then never moves.
            slot.SetRows(batcher.MaxSize);
        }

        return slot;
    }
}
