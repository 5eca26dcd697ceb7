namespace AiInfra.Onnx.Quantization;

/// <summary>How often values fall into bins of equal width.</summary>
internal sealed class ValueHistogram
{
    private const int Levels = 128;
    private readonly long[] _counts;
    private readonly double _low;
    private readonly double _width;

    private ValueHistogram(double low, double high, int bins)
    {
        _low = low;
        _width = Math.Max((high - low) / bins, double.Epsilon);
        _counts = new long[bins];
    }

    public static ValueHistogram Over(float low, float high, int bins, bool aroundZero)
    {
        double largest = Math.Max(Math.Abs((double)low), Math.Abs((double)high));
        return aroundZero ? new(-largest, largest, bins | 1) : new(low, high, bins);
    }

    public void Add(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            _counts[(int)Math.Clamp((value - _low) / _width, 0, _counts.Length - 1)]++;
        }
    }

    /// <summary>The edges between which the share of values lies, half of the rest cut at each end.</summary>
    public (float Low, float High) Percentile(double percent)
    {
        double cut = (100 - percent) / 200 * _counts.Sum();
        int first = 0, last = _counts.Length - 1;
        for (long seen = _counts[first]; seen <= cut && first < last; seen += _counts[first])
        {
            first++;
        }

        for (long seen = _counts[last]; seen <= cut && last > first; seen += _counts[last])
        {
            last--;
        }

        return ((float)Edge(first), (float)Edge(last + 1));
    }

    /// <summary>The range around zero with the smallest divergence of the clipped histogram from its form in <see cref="Levels"/> levels.</summary>
    public (float Low, float High) LeastLoss()
    {
        int middle = _counts.Length / 2;
        (double Loss, int Half) best = (double.PositiveInfinity, middle);
        for (int half = Levels / 2; half <= middle; half++)
        {
            double loss = Loss(middle - half, middle + half + 1);
            best = loss < best.Loss ? (loss, half) : best;
        }

        return ((float)Edge(middle - best.Half), (float)Edge(middle + best.Half + 1));
    }

    private double Edge(int bin) => _low + (bin * _width);

    private double Loss(int start, int end)
    {
        int length = end - start;
        double[] p = new double[length], q = new double[length];
        for (int i = 0; i < length; i++)
        {
            p[i] = _counts[start + i];
        }

        p[0] += _counts.AsSpan(0, start).ToArray().Sum();
        p[^1] += _counts.AsSpan(end).ToArray().Sum();
        for (int level = 0; level < Levels; level++)
        {
            (int from, int to) = (level * length / Levels, (level + 1) * length / Levels);
            double sum = 0;
            int filled = 0;
            for (int i = from; i < to; i++)
            {
                // What lies beyond the range is in p's last bins, not in what the levels hold.
                sum += _counts[start + i];
                filled += p[i] > 0 ? 1 : 0;
            }

            for (int i = from; i < to && filled > 0; i++)
            {
                q[i] = p[i] > 0 ? sum / filled : 0;
            }
        }

        double all = p.Sum(), kept = q.Sum(), loss = 0;
        if (kept == 0)
        {
            return double.PositiveInfinity;
        }

        for (int i = 0; i < length; i++)
        {
            if (p[i] > 0)
            {
                // A little for bins that the levels lose wholly.
                double share = Math.Max(q[i] / kept, 1e-9);
                loss += p[i] / all * Math.Log(p[i] / all / share);
            }
        }

        return loss;
    }
}
