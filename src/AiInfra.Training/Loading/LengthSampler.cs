using AiInfra.Training.Runtime;

namespace AiInfra.Training.Loading;

/// <summary>Batches of rows of about the same length. A bucket (so many batches of the shuffled rows) is sorted alone, so any place is reached by sorting one bucket.</summary>
internal sealed class LengthSampler : IRowSampler
{
    private readonly Lock _gate = new();
    private readonly int[] _lengths;
    private readonly ShuffledSampler _shuffled;
    private readonly int _batchSize;
    private readonly long _bucketRows;
    private readonly long _seed;
    private (long Epoch, long Bucket, long[] Rows)? _last;

    public LengthSampler(IReadOnlyList<int> lengths, int batchSize, long seed, int batchesInBucket)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchesInBucket);
        _lengths = [.. lengths];
        _shuffled = new ShuffledSampler(_lengths.Length, seed);
        _batchSize = batchSize;
        _bucketRows = (long)batchSize * batchesInBucket;
        _seed = seed;
    }

    public long RowsInEpoch => _lengths.Length;

    public void Fill(long epoch, long start, Span<long> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            (long bucket, long at) = Math.DivRem(start + i, _bucketRows);
            rows[i] = RowsOf(epoch, bucket)[at];
        }
    }

    private long[] RowsOf(long epoch, long bucket)
    {
        lock (_gate)
        {
            if (_last is not { } last || last.Epoch != epoch || last.Bucket != bucket)
            {
                _last = last = (epoch, bucket, Sort(epoch, bucket));
            }

            return last.Rows;
        }
    }

    private long[] Sort(long epoch, long bucket)
    {
        long[] rows = new long[Math.Min(_bucketRows, _lengths.Length - (bucket * _bucketRows))];
        _shuffled.Fill(epoch, bucket * _bucketRows, rows);
        Array.Sort(Array.ConvertAll(rows, r => _lengths[r]), rows);

        // Whole batches change places; one that is not full stays the last, so that batches stay as they were sorted.
        long whole = rows.Length / _batchSize;
        if (whole < 2)
        {
            return rows;
        }

        var order = new Permutation(whole, (long)Seeds.Of(_seed, epoch, bucket + 1));
        long[] mixed = [.. rows];
        for (long b = 0; b < whole; b++)
        {
            Array.Copy(rows, order[b] * _batchSize, mixed, b * _batchSize, _batchSize);
        }

        return mixed;
    }
}
