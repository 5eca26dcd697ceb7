namespace AiInfra.Core.Sketches;

/// <summary>
/// Sorted buffers of equal size with weights 1, 2, 4…; two of one weight become one of the next by keeping every other number
/// (Munro and Paterson 1980; the error count is that of Manku, Rajagopalan and Lindsay 1998). Which half is kept alternates, so that errors cancel.
/// </summary>
internal sealed class QuantileSketch(int size)
{
    private readonly List<double[]?> _levels = [];
    private readonly List<bool> _odd = [];
    private readonly Stack<double[]> _spare = new();

    /// <summary>Sum over all collapses of the weight collapsed: no rank is off by more.</summary>
    public long MaxRankError { get; private set; }

    /// <summary>Adds a full buffer of sorted numbers.</summary>
    public void Add(ReadOnlySpan<double> sorted) => Carry(sorted, 0);

    public void Merge(QuantileSketch other)
    {
        for (int level = 0; level < other._levels.Count; level++)
        {
            if (other._levels[level] is { } buffer)
            {
                Carry(buffer, level);
            }
        }

        MaxRankError += other.MaxRankError;
    }

    /// <summary>All numbers kept and their weights, in no order.</summary>
    public void CopyTo(List<(double Number, long Weight)> kept)
    {
        for (int level = 0; level < _levels.Count; level++)
        {
            foreach (double number in _levels[level] ?? [])
            {
                kept.Add((number, 1L << level));
            }
        }
    }

    private void Carry(ReadOnlySpan<double> sorted, int level)
    {
        while (_levels.Count <= level)
        {
            _levels.Add(null);
            _odd.Add(false);
        }

        double[] kept = _spare.Count > 0 ? _spare.Pop() : new double[size];
        if (_levels[level] is not { } there)
        {
            sorted.CopyTo(kept);
            _levels[level] = kept;
            return;
        }

        Collapse(there, sorted, kept, _odd[level]);
        _odd[level] = !_odd[level];
        MaxRankError += 1L << level;
        _levels[level] = null;
        _spare.Push(there);
        Carry(kept, level + 1);
        _spare.Push(kept);
    }

    private static void Collapse(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> kept, bool odd)
    {
        int i = 0, j = 0;
        for (int k = 0; k < kept.Length; k++)
        {
            double first = i < a.Length && (j >= b.Length || a[i] <= b[j]) ? a[i++] : b[j++];
            double second = i < a.Length && (j >= b.Length || a[i] <= b[j]) ? a[i++] : b[j++];
            kept[k] = odd ? second : first;
        }
    }
}
