namespace AiInfra.Core.Sketches;

/// <summary>The distinct numbers of a column with exact counts while they are few, then an estimate of how many there are.</summary>
internal sealed class NumberCounts(int maxExact)
{
    private double[] _numbers = [];
    private long[] _counts = [];
    private double[] _otherNumbers = [];
    private long[] _otherCounts = [];
    private int _used;
    private DistinctSketch? _estimate;

    /// <summary>Whether all distinct numbers are still known.</summary>
    public bool IsExact => _estimate is null;

    public long Distinct => _estimate?.Estimate() ?? _used;

    public IEnumerable<NumberCount> List() => Enumerable.Range(0, IsExact ? _used : 0).Select(i => new NumberCount(_numbers[i], _counts[i]));

    public NumberCounts Copy()
    {
        var copy = new NumberCounts(maxExact);
        copy.Merge(this);
        return copy;
    }

    public void AddSorted(ReadOnlySpan<double> sorted) => AddSorted(sorted, default);

    public void Merge(NumberCounts other)
    {
        if (other._estimate is { } estimate)
        {
            Forget();
            _estimate!.Merge(estimate);
            return;
        }

        AddSorted(other._numbers.AsSpan(0, other._used), other._counts.AsSpan(0, other._used));
    }

    private void AddSorted(ReadOnlySpan<double> sorted, ReadOnlySpan<long> counts)
    {
        if (_estimate is null && !Union(sorted, counts))
        {
            Forget();
        }

        if (_estimate is null)
        {
            return;
        }

        for (int i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1])
            {
                _estimate.AddHash(DistinctSketch.Hash(sorted[i]));
            }
        }
    }

    // One pass over both ascending lists into the other pair of arrays; false when the result has too many numbers.
    private bool Union(ReadOnlySpan<double> sorted, ReadOnlySpan<long> counts)
    {
        if (_otherNumbers.Length == 0)
        {
            _numbers = new double[maxExact];
            _counts = new long[maxExact];
            _otherNumbers = new double[maxExact];
            _otherCounts = new long[maxExact];
        }

        int i = 0, j = 0, used = 0;
        while (i < _used || j < sorted.Length)
        {
            double number = j >= sorted.Length || (i < _used && _numbers[i] <= sorted[j]) ? _numbers[i] : sorted[j];
            long count = 0;
            if (i < _used && _numbers[i] == number)
            {
                count += _counts[i++];
            }

            while (j < sorted.Length && sorted[j] == number)
            {
                count += counts.IsEmpty ? 1 : counts[j];
                j++;
            }

            if (used == maxExact)
            {
                return false;
            }

            _otherNumbers[used] = number == 0 ? 0 : number;
            _otherCounts[used++] = count;
        }

        (_numbers, _otherNumbers) = (_otherNumbers, _numbers);
        (_counts, _otherCounts) = (_otherCounts, _counts);
        _used = used;
        return true;
    }

    private void Forget()
    {
        if (_estimate is not null)
        {
            return;
        }

        _estimate = new DistinctSketch();
        for (int i = 0; i < _used; i++)
        {
            _estimate.AddHash(DistinctSketch.Hash(_numbers[i]));
        }

        _numbers = _otherNumbers = [];
        _counts = _otherCounts = [];
        _used = 0;
    }
}
