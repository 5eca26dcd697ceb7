namespace AiInfra.Serving.Batching;

/// <summary>The requests of a batch, in order. A list whose elements are written without the check that arrays of a base class pay.</summary>
internal sealed class BatchItems
{
    private Place[] _places = new Place[64];

    public int Count { get; private set; }

    public BatchItem this[int index]
    {
        get => _places[index].Item!;
        set => _places[index].Item = value;
    }

    public void Add(BatchItem item)
    {
        if (Count == _places.Length)
        {
            Array.Resize(ref _places, 2 * Count);
        }

        _places[Count++].Item = item;
    }

    /// <summary>Leaves the first so many.</summary>
    public void Keep(int count)
    {
        _places.AsSpan(count, Count - count).Clear();
        Count = count;
    }

    internal struct Place
    {
        public BatchItem? Item;
    }
}
