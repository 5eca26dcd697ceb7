namespace AiInfra.Training.Loading;

/// <summary>Rows drawn by weight with replacement: each place by itself, by a binary search in the sums of the weights.</summary>
internal sealed class DrawnSampler : IRowSampler
{
    private readonly double[] _sums;
    private readonly long _seed;

    public DrawnSampler(IReadOnlyList<double> weights, long seed, long? rowsInEpoch)
    {
        SamplerWeights.Check(weights);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowsInEpoch ?? 1, nameof(rowsInEpoch));
        _sums = new double[weights.Count];
        double sum = 0;
        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] = sum += weights[i];
        }

        _seed = seed;
        RowsInEpoch = rowsInEpoch ?? weights.Count;
    }

    public long RowsInEpoch { get; }

    public void Fill(long epoch, long start, Span<long> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            double at = SeededChance.Of(_seed, epoch, start + i) * _sums[^1];

            // The first row whose sum is beyond: rows of weight 0 have the sum of the row before, and are never the first.
            int low = 0, high = _sums.Length - 1;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = _sums[middle] > at ? (low, middle) : (middle + 1, high);
            }

            rows[i] = low;
        }
    }
}
