namespace AiInfra.Serving.Batching;

/// <summary>Requests in order of arrival, in a ring of places; who leaves early leaves a gap. Whether a request still waits is read off its place, so that taking many touches none of them.</summary>
internal sealed class BatchRing
{
    private BatchItems.Place[] _places = new BatchItems.Place[64];
    private long _head;
    private long _tail;

    public int Count { get; private set; }

    /// <summary>The one that waits longest. Only where <see cref="Count"/> is not 0.</summary>
    public BatchItem First => _places[_head & (_places.Length - 1)].Item!;

    public void Add(BatchItem item)
    {
        if (_tail - _head == _places.Length)
        {
            Rebuild();
        }

        _places[_tail & (_places.Length - 1)].Item = item;
        item.Position = _tail++;
        Count++;
    }

    public bool Holds(BatchItem item) => item.Position >= _head && item.Position < _tail && ReferenceEquals(_places[item.Position & (_places.Length - 1)].Item, item);

    public void Remove(BatchItem item)
    {
        _places[item.Position & (_places.Length - 1)].Item = null;
        Count--;
        SkipGaps();
    }

    /// <summary>Moves the first so many into a batch.</summary>
    public int Take(int most, BatchItems batch)
    {
        int left = Math.Min(most, Count);
        Count -= left;
        int taken = left;
        for (int mask = _places.Length - 1; left > 0; _head++)
        {
            ref BatchItem? place = ref _places[_head & mask].Item;
            if (place is not null)
            {
                batch.Add(place);
                place = null;
                left--;
            }
        }

        SkipGaps();
        return taken;
    }

    /// <summary>The first at or after a position that starts at 0 and moves on; null at the end. Removing what was returned is allowed meanwhile.</summary>
    public BatchItem? Next(ref long position)
    {
        for (position = Math.Max(position, _head); position < _tail;)
        {
            if (_places[position++ & (_places.Length - 1)].Item is BatchItem item)
            {
                return item;
            }
        }

        return null;
    }

    private void SkipGaps()
    {
        while (_head < _tail && _places[_head & (_places.Length - 1)].Item is null)
        {
            _head++;
        }
    }

    /// <summary>Makes room: closes the gaps, or doubles the ring where there are few.</summary>
    private void Rebuild()
    {
        var places = new BatchItems.Place[Count > _places.Length / 2 ? 2 * _places.Length : _places.Length];
        long to = _tail;
        for (long from = _head; from < _tail; from++)
        {
            if (_places[from & (_places.Length - 1)].Item is BatchItem item)
            {
                item.Position = to;
                places[to++ & (places.Length - 1)].Item = item;
            }
        }

        // New positions lie after all old ones: a position that a request once had is never another's.
        _head = _tail;
        _tail = to;
        _places = places;
    }
}
