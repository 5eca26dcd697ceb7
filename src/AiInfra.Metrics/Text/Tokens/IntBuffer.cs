namespace AiInfra.Metrics.Text.Tokens;

/// <summary>A buffer of ints that grows and is used again.</summary>
internal sealed class IntBuffer
{
    private int[] _items = new int[128];

    public int Count { get; private set; }

    public Span<int> Items => _items.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(int item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, 2 * Count);
        }

        _items[Count++] = item;
    }

    /// <summary>Makes the buffer so many zeros.</summary>
    public Span<int> Zeros(int count)
    {
        if (_items.Length < count)
        {
            _items = new int[Math.Max(count, 2 * _items.Length)];
        }

        Count = count;
        Items.Clear();
        return Items;
    }
}
