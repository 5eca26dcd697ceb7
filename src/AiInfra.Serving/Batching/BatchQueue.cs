namespace AiInfra.Serving.Batching;

/// <summary>Waiting requests by priority, each ring in order of arrival. Not thread-safe: the batcher's lock guards it.</summary>
internal sealed class BatchQueue
{
    private readonly BatchRing[] _rings = [new(), new(), new()];
    private int _count;
    private int _hurried;
    private bool _alike = true;

    public int Rows { get; private set; }

    public bool IsEmpty => _count == 0;

    /// <summary>When the longest waiting request joined.</summary>
    public long OldestSince
    {
        get
        {
            long oldest = long.MaxValue;
            foreach (BatchRing ring in _rings)
            {
                oldest = ring.Count == 0 ? oldest : Math.Min(oldest, ring.First.Since);
            }

            return oldest;
        }
    }

    public void Add(BatchItem item)
    {
        // Kept as requests join, so that whoever takes a batch need not look at each of them.
        _alike = _count == 0 || (_alike && Alike(First(), item));
        _rings[(int)item.Priority].Add(item);
        _count++;
        _hurried += item.Deadline < long.MaxValue ? 1 : 0;
        Rows += item.Rows;
    }

    public bool Holds(BatchItem item) => _rings[(int)item.Priority].Holds(item);

    public void Remove(BatchItem item)
    {
        _rings[(int)item.Priority].Remove(item);
        _count--;
        _hurried -= item.Deadline < long.MaxValue ? 1 : 0;
        Rows -= item.Rows;
    }

    /// <summary>Takes a batch: the first request by priority and age, then all that stack with it and fit, up to the size. Expired requests are taken aside.</summary>
    public int Take(int maxRows, long now, BatchItems batch, List<BatchItem> expired)
    {
        if (_alike && _hurried == 0 && Rows == _count)
        {
            return TakeAlike(maxRows, batch);
        }

        int rows = 0;
        foreach (BatchRing ring in _rings)
        {
            long position = 0;
            while (rows < maxRows && ring.Next(ref position) is BatchItem item)
            {
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
        foreach (BatchRing ring in _rings)
        {
            long position = 0;
            while (_hurried > 0 && ring.Next(ref position) is BatchItem item)
            {
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

    /// <summary>All have one row, stack and can wait: the first are moved without being looked at.</summary>
    private int TakeAlike(int maxRows, BatchItems batch)
    {
        int rows = 0;
        foreach (BatchRing ring in _rings)
        {
            rows += ring.Take(maxRows - rows, batch);
        }

        _count -= rows;
        Rows -= rows;
        return rows;
    }

    private static bool Alike(BatchItem first, BatchItem item) => item.IsUniform ? ReferenceEquals(first.Lane, item.Lane) : item.Stacks(first);

    /// <summary>Some request that waits. Only where there is one.</summary>
    private BatchItem First() => (_rings[1].Count > 0 ? _rings[1] : _rings[0].Count > 0 ? _rings[0] : _rings[2]).First;
}
