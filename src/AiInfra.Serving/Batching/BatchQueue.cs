namespace AiInfra.Serving.Batching;

/// <summary>Waiting requests by priority, each list in order of arrival. Not thread-safe: the batcher's lock guards it.</summary>
internal sealed class BatchQueue
{
    private readonly BatchItem?[] _heads = new BatchItem?[3];
    private readonly BatchItem?[] _tails = new BatchItem?[3];

    public int Rows { get; private set; }

    public bool IsEmpty => Rows == 0;

    /// <summary>When the longest waiting request joined.</summary>
    public long OldestSince
    {
        get
        {
            long oldest = long.MaxValue;
            foreach (BatchItem? head in _heads)
            {
                oldest = Math.Min(oldest, head?.Since ?? long.MaxValue);
            }

            return oldest;
        }
    }

    public void Add(BatchItem item)
    {
        int p = (int)item.Priority;
        item.Previous = _tails[p];
        item.Next = null;
        if (_tails[p] is BatchItem tail)
        {
            tail.Next = item;
        }
        else
        {
            _heads[p] = item;
        }

        _tails[p] = item;
        item.IsQueued = true;
        Rows += item.Rows;
    }

    public void Remove(BatchItem item)
    {
        int p = (int)item.Priority;
        if (item.Previous is BatchItem previous)
        {
            previous.Next = item.Next;
        }
        else
        {
            _heads[p] = item.Next;
        }

        if (item.Next is BatchItem next)
        {
            next.Previous = item.Previous;
        }
        else
        {
            _tails[p] = item.Previous;
        }

        item.Previous = item.Next = null;
        item.IsQueued = false;
        Rows -= item.Rows;
    }

    /// <summary>Takes a batch: the first request by priority and age, then all that stack with it and fit, up to the size. Expired requests are taken aside.</summary>
    public int Take(int maxRows, long now, List<BatchItem> batch, List<BatchItem> expired)
    {
        int rows = 0;
        for (int p = 0; p < _heads.Length; p++)
        {
            for (BatchItem? item = _heads[p], next; item is not null && rows < maxRows; item = next)
            {
                next = item.Next;
                if (item.Deadline <= now)
                {
                    Remove(item);
                    expired.Add(item);
                }
                else if (rows + item.Rows <= maxRows && (batch.Count == 0 || item.Stacks(batch[0])))
                {
                    Remove(item);
                    batch.Add(item);
                    rows += item.Rows;
                }
            }
        }

        return rows;
    }

    /// <summary>Takes aside the requests whose time is up; returns the earliest deadline that is left.</summary>
    public long TakeExpired(long now, List<BatchItem> expired)
    {
        long earliest = long.MaxValue;
        foreach (BatchItem? head in _heads)
        {
            for (BatchItem? item = head, next; item is not null; item = next)
            {
                next = item.Next;
                if (item.Deadline <= now)
                {
                    Remove(item);
                    expired.Add(item);
                }
                else
                {
                    earliest = Math.Min(earliest, item.Deadline);
                }
            }
        }

        return earliest;
    }
}
