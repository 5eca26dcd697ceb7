namespace AiInfra.Core.Sketches;

/// <summary>Quantiles, moments and distinct count of numbers. Numbers gather in a buffer and are taken in when it is full: one sort serves everything.</summary>
internal sealed class NumberSketch(SketchOptions options)
{
    private readonly double[] _pending = new double[options.QuantileBuffer];
    private readonly QuantileSketch _quantiles = new(options.QuantileBuffer);
    private NumberCounts _numbers = new(options.MaxExactDistinct);
    private int _used;
    private long _taken;
    private long _finite;
    private double _mean;
    private double _squares;
    private double _minimum = double.PositiveInfinity;
    private double _maximum = double.NegativeInfinity;

    public long Count => _taken + _used;

    public int Buffer => _pending.Length;

    public double MaxRankError => Count == 0 ? 0 : _quantiles.MaxRankError / (double)Count;

    public void Add(double number)
    {
        _pending[_used++] = number;
        if (_used == _pending.Length)
        {
            TakeIn();
        }
    }

    public void Merge(NumberSketch other)
    {
        _quantiles.Merge(other._quantiles);
        _numbers.Merge(other._numbers);
        Combine(other._finite, other._mean, other._squares);
        _minimum = Math.Min(_minimum, other._minimum);
        _maximum = Math.Max(_maximum, other._maximum);
        _taken += other._taken;
        foreach (double number in other._pending.AsSpan(0, other._used))
        {
            Add(number);
        }
    }

    /// <summary>The number at each probability: the smallest whose rank reaches it, so always a number that was seen.</summary>
    public double[] Quantiles(ReadOnlySpan<double> probabilities)
    {
        if (Count == 0)
        {
            return [];
        }

        var kept = new List<(double Number, long Weight)>();
        _quantiles.CopyTo(kept);
        foreach (double number in _pending.AsSpan(0, _used))
        {
            kept.Add((number, 1));
        }

        kept.Sort((a, b) => a.Number.CompareTo(b.Number));
        var (minimum, maximum) = Range();
        var quantiles = new double[probabilities.Length];
        long rank = 0;
        int at = -1;
        for (int i = 0; i < quantiles.Length; i++)
        {
            double wanted = probabilities[i] * Count;
            while (at < kept.Count - 1 && (at < 0 || rank < wanted - 1e-9))
            {
                rank += kept[++at].Weight;
            }

            quantiles[i] = probabilities[i] <= 0 ? minimum : probabilities[i] >= 1 ? maximum : kept[at].Number;
        }

        return quantiles;
    }

    public ColumnSummary Describe(ColumnSummary summary)
    {
        if (Count == 0)
        {
            return summary;
        }

        // The rest in the buffer is described on a copy: a summary changes nothing of what is remembered.
        var moments = new NumberSketch(options) { _numbers = _numbers.Copy() };
        moments.Combine(_finite, _mean, _squares);
        moments._taken = _taken;
        (moments._minimum, moments._maximum) = (_minimum, _maximum);
        _pending.AsSpan(0, _used).CopyTo(moments._pending);
        moments._used = _used;
        moments.TakeIn();
        var probabilities = new double[options.SummaryQuantiles];
        for (int i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] = i / (double)(probabilities.Length - 1);
        }

        long distinct = moments._numbers.Distinct;
        return summary with
        {
            Mean = moments._finite > 0 ? moments._mean : double.NaN,
            StandardDeviation = moments._finite > 1 ? Math.Sqrt(moments._squares / (moments._finite - 1)) : double.NaN,
            Minimum = moments._minimum,
            Maximum = moments._maximum,
            Quantiles = Quantiles(probabilities),
            Numbers = moments._numbers.IsExact && distinct <= options.SummaryNumbers ? [.. moments._numbers.List()] : [],
            Distinct = distinct,
        };
    }

    private (double Minimum, double Maximum) Range()
    {
        double minimum = _minimum, maximum = _maximum;
        foreach (double number in _pending.AsSpan(0, _used))
        {
            minimum = Math.Min(minimum, number);
            maximum = Math.Max(maximum, number);
        }

        return (minimum, maximum);
    }

    private void TakeIn()
    {
        Span<double> batch = _pending.AsSpan(0, _used);
        if (batch.IsEmpty)
        {
            return;
        }

        batch.Sort();
        _minimum = Math.Min(_minimum, batch[0]);
        _maximum = Math.Max(_maximum, batch[^1]);
        Moments(batch);
        _numbers.AddSorted(batch);
        if (_used == _pending.Length)
        {
            _quantiles.Add(batch);
        }

        _taken += _used;
        _used = 0;
    }

    private void Moments(ReadOnlySpan<double> sorted)
    {
        while (!sorted.IsEmpty && double.IsInfinity(sorted[0]))
        {
            sorted = sorted[1..];
        }

        while (!sorted.IsEmpty && double.IsInfinity(sorted[^1]))
        {
            sorted = sorted[..^1];
        }

        if (sorted.IsEmpty)
        {
            return;
        }

        // Twice over a batch that is in the cache: exact enough for any offset, and faster than one division a number.
        double shift = sorted[sorted.Length / 2], sum = 0;
        foreach (double number in sorted)
        {
            sum += number - shift;
        }

        double mean = shift + (sum / sorted.Length), squares = 0;
        foreach (double number in sorted)
        {
            squares += (number - mean) * (number - mean);
        }

        Combine(sorted.Length, mean, squares);
    }

    // Chan, Golub and LeVeque 1979.
    private void Combine(long count, double mean, double squares)
    {
        if (count == 0)
        {
            return;
        }

        long total = _finite + count;
        double step = mean - _mean;
        _mean += step * count / total;
        _squares += squares + (step * step * _finite * ((double)count / total));
        _finite = total;
    }
}
