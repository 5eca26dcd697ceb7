using System.Diagnostics.CodeAnalysis;

namespace AiInfra.Core.Signals;

/// <summary>A dictionary that forgets the oldest entry when it is full. Memory is bounded also when entries are removed out of order.</summary>
internal sealed class BoundedMap<TValue>(int capacity)
{
    private readonly Dictionary<string, (TValue Value, long Sequence)> _entries = new(StringComparer.Ordinal);
    private Queue<(string Key, long Sequence)> _order = new();
    private long _sequence;

    public int Count => _entries.Count;

    public bool TryGet(string key, [MaybeNullWhen(false)] out TValue value)
    {
        bool found = _entries.TryGetValue(key, out var entry);
        value = entry.Value;
        return found;
    }

    public bool Remove(string key, [MaybeNullWhen(false)] out TValue value)
    {
        bool found = _entries.Remove(key, out var entry);
        value = entry.Value;
        return found;
    }

    /// <summary>Sets an entry; an existing one keeps its age. Returns whether another had to go.</summary>
    public bool Set(string key, TValue value, [MaybeNullWhen(false)] out TValue evicted)
    {
        evicted = default;
        if (_entries.TryGetValue(key, out var there))
        {
            _entries[key] = (value, there.Sequence);
            return false;
        }

        _entries.Add(key, (value, ++_sequence));
        _order.Enqueue((key, _sequence));
        if (_entries.Count > capacity)
        {
            while (_order.TryDequeue(out var oldest))
            {
                if (_entries.TryGetValue(oldest.Key, out var entry) && entry.Sequence == oldest.Sequence)
                {
                    _entries.Remove(oldest.Key);
                    evicted = entry.Value;
                    return true;
                }
            }
        }

        if (_order.Count > (2 * capacity) + 16)
        {
            _order = new(_order.Where(o => _entries.TryGetValue(o.Key, out var entry) && entry.Sequence == o.Sequence));
        }

        return false;
    }
}
