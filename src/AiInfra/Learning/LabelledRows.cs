using AiInfra.Core.Rows;

namespace AiInfra.Learning;

/// <summary>The newest labelled rows, in the order in which their labels became known. Thread-safe; holds at most its capacity.</summary>
internal sealed class LabelledRows(int capacity)
{
    private readonly Lock _gate = new();
    private readonly LabelledRow?[] _ring = new LabelledRow?[capacity];
    private long _count;

    /// <summary>Rows ever added.</summary>
    public long Count => Interlocked.Read(ref _count);

    public LabelledRow Add(Row inputs, Value label)
    {
        lock (_gate)
        {
            var row = new LabelledRow(inputs, label, _count);
            _ring[_count % capacity] = row;
            Interlocked.Increment(ref _count);
            return row;
        }
    }

    /// <summary>Rows at positions from <paramref name="from"/> to before <paramref name="to"/>, as far as they are still held.</summary>
    public LabelledRow[] Range(long from, long to)
    {
        lock (_gate)
        {
            from = Math.Max(from, Math.Max(0, _count - capacity));
            to = Math.Min(to, _count);
            var rows = new LabelledRow[Math.Max(0, to - from)];
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i] = _ring[(from + i) % capacity]!;
            }

            return rows;
        }
    }
}
