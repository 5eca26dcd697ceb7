namespace AiInfra.Training.Loading;

/// <summary>Rows drawn by weight without replacement: in the order of -ln(u) / weight, u drawn for each row and epoch (Efraimidis and Spirakis 2006).</summary>
internal sealed class OnceDrawnSampler : IRowSampler
{
    private readonly Lock _gate = new();
    private readonly double[] _weights;
    private readonly long _seed;
    private (long Epoch, int[] Rows)? _last;

    public OnceDrawnSampler(IReadOnlyList<double> weights, long seed, long? rowsInEpoch)
    {
        long most = SamplerWeights.Check(weights);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowsInEpoch ?? 1, nameof(rowsInEpoch));
        if (rowsInEpoch > most)
        {
            throw new ArgumentException($"{rowsInEpoch} rows can't be drawn once each: {most} have a weight above 0.", nameof(rowsInEpoch));
        }

        _weights = [.. weights];
        _seed = seed;
        RowsInEpoch = rowsInEpoch ?? most;
    }

    public long RowsInEpoch { get; }

    public void Fill(long epoch, long start, Span<long> rows)
    {
        int[] order = OrderOf(epoch);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = order[start + i];
        }
    }

    private int[] OrderOf(long epoch)
    {
        lock (_gate)
        {
            if (_last is not { } last || last.Epoch != epoch)
            {
                double[] keys = [.. _weights.Select((w, i) => w > 0 ? -Math.Log(1 - SeededChance.Of(_seed, epoch, i)) / w : double.PositiveInfinity)];
                int[] rows = [.. Enumerable.Range(0, keys.Length)];
                Array.Sort(keys, rows);
                _last = last = (epoch, rows);
            }

            return last.Rows;
        }
    }
}
