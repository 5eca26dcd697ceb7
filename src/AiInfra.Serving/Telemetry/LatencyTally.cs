namespace AiInfra.Serving.Telemetry;

/// <summary>Latencies of one batch, told together: three interlocked operations a batch instead of three a row. Not thread-safe; empties itself when it is told.</summary>
internal sealed class LatencyTally
{
    private readonly int[] _counts = new int[LatencyHistogram.Buckets];
    private int _least = LatencyHistogram.Buckets;
    private int _most = -1;
    private long _ticks;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    public void Add(TimeSpan latency)
    {
        int bucket = LatencyHistogram.Bucket(latency.Ticks);
        _counts[bucket]++;
        _least = Math.Min(_least, bucket);
        _most = Math.Max(_most, bucket);
        _ticks += latency.Ticks;
        Count++;
    }

    /// <summary>Tells the histogram, and begins anew. Returns how many there were.</summary>
    public int MoveTo(LatencyHistogram histogram)
    {
        for (int i = _least; i <= _most; i++)
        {
            if (_counts[i] > 0)
            {
                histogram.Add(i, _counts[i]);
                _counts[i] = 0;
            }
        }

        histogram.AddTicks(_ticks);
        int count = Count;
        (_least, _most, _ticks, Count) = (LatencyHistogram.Buckets, -1, 0, 0);
        return count;
    }
}
