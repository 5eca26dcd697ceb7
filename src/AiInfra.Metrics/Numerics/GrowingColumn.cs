namespace AiInfra.Metrics.Numerics;

/// <summary>Values that come in batches, kept in chunks: growing copies nothing.</summary>
internal sealed class GrowingColumn<T>
{
    private const int LargestChunk = 1 << 15;

    private readonly List<T[]> _full = [];
    private T[] _current = [];
    private int _used;

    public int Count { get; private set; }

    public void Add(T value)
    {
        if (_used < _current.Length)
        {
            _current[_used++] = value;
            Count++;
        }
        else
        {
            Add(new ReadOnlySpan<T>(in value));
        }
    }

    public void Add(ReadOnlySpan<T> values)
    {
        Count = checked(Count + values.Length);
        while (values.Length > 0)
        {
            if (_used == _current.Length)
            {
                if (_used > 0)
                {
                    _full.Add(_current);
                }

                _current = new T[Math.Clamp(2 * _used, 64, LargestChunk)];
                _used = 0;
            }

            int taken = Math.Min(values.Length, _current.Length - _used);
            values[..taken].CopyTo(_current.AsSpan(_used));
            _used += taken;
            values = values[taken..];
        }
    }

    public void Add(GrowingColumn<T> other)
    {
        other._full.ForEach(chunk => Add(chunk));
        Add(other._current.AsSpan(0, other._used));
    }

    public T[] ToArray()
    {
        T[] all = GC.AllocateUninitializedArray<T>(Count);
        int at = 0;
        foreach (T[] chunk in _full)
        {
            chunk.CopyTo(all, at);
            at += chunk.Length;
        }

        _current.AsSpan(0, _used).CopyTo(all.AsSpan(at));
        return all;
    }
}
