using AiInfra.Training.Runtime;

namespace AiInfra.Training.Loading;

/// <summary>Rows in another order each epoch.</summary>
internal sealed class ShuffledSampler : IRowSampler
{
    private readonly long _seed;
    private readonly Lock _gate = new();
    private (long Epoch, Permutation Order) _last;

    public ShuffledSampler(long rows, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        RowsInEpoch = rows;
        _seed = seed;
        _last = (0, Of(0));
    }

    public long RowsInEpoch { get; }

    public void Fill(long epoch, long start, Span<long> rows) => OrderOf(epoch).Fill(start, rows);

    private Permutation OrderOf(long epoch)
    {
        lock (_gate)
        {
            if (_last.Epoch != epoch)
            {
                _last = (epoch, Of(epoch));
            }

            return _last.Order;
        }
    }

    private Permutation Of(long epoch) => new(RowsInEpoch, (long)Seeds.Of(_seed, epoch));
}
