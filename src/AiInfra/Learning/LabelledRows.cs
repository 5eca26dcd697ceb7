using AiInfra.Core.Rows;

namespace AiInfra.Learning;

/// <summary>The newest labelled rows, in the order in which their labels became known: those of the first training by column as they were read, later ones as they came. Thread-safe; gives at most its capacity.</summary>
internal sealed class LabelledRows(int capacity, string target)
{
    private readonly Lock _gate = new();
    private readonly (Row Inputs, Value Label)[] _ring = new (Row, Value)[capacity];
    private LabelledBatch? _first;
    private long _firstRows;
    private long _count;

    /// <summary>Rows ever added.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Takes the first training's rows, before any other.</summary>
    public void Begin(LabelledBatch first)
    {
        lock (_gate)
        {
            (_first, _firstRows) = (first, first.Count);
            Interlocked.Exchange(ref _count, first.Count);
        }
    }

    public void Add(Row inputs, Value label)
    {
        lock (_gate)
        {
            _ring[_count % capacity] = (inputs, label);
            Interlocked.Increment(ref _count);
            if (_count - capacity >= _firstRows)
            {
                _first = null;
            }
        }
    }

    /// <summary>Rows at positions from <paramref name="from"/> to before <paramref name="to"/>, as far as they are still held.</summary>
    public LabelledBatch Range(long from, long to)
    {
        lock (_gate)
        {
            from = Math.Max(from, Math.Max(0, _count - capacity));
            to = Math.Max(from, Math.Min(to, _count));
            LabelledBatch? older = _first is { } first && from < first.Count ? first.Slice((int)from, (int)(Math.Min(to, first.Count) - from)) : null;
            long since = from + (older?.Count ?? 0);
            return older is not null && since == to ? older
                : older is null ? Gather(since, to) : older.And(Gather(since, to));
        }
    }

    private LabelledBatch Gather(long from, long to)
    {
        if (from == to)
        {
            return new LabelledBatch(new RowBatch(new RowSchema([new Column(target, ValueKind.Text)]), [TextColumn.Of([])]), from);
        }

        var inputs = new Row[to - from];
        var labels = new Value[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            (inputs[i], labels[i]) = _ring[(from + i) % capacity];
        }

        return new LabelledBatch(RowBatch.Of(inputs).With(target, ColumnData.Of(labels[0].Kind, labels)), from);
    }
}
