using System.Runtime.InteropServices;

namespace AiInfra.Core.Sketches;

/// <summary>Quantiles of a stream of numbers with a bounded relative error, in bounded memory: counts in buckets that grow by a constant factor (DDSketch, Masson, Rim and Lee 2019). For latencies, sizes and costs, where 1 % of the value matters and not 1 % of the rank.</summary>
/// <remarks>Merges exactly: sketches of parts give the same answers as one of the whole, in any order. Not thread-safe; give each thread its own and merge.</remarks>
public sealed class RelativeQuantileSketch
{
    private const double SmallestError = 1e-6;
    private readonly double _logGrowth;
    private readonly Buckets _positive;
    private readonly Buckets _negative;
    private long _zeros;

    /// <summary>Creates an empty sketch.</summary>
    /// <param name="relativeError">A quantile is off by at most this share of itself, from 0.000001 to below 1.</param>
    /// <param name="maxBuckets">Buckets of 8 bytes kept for each sign, 16 or more. With 2000 and 1 % numbers whose largest is 10^17 times the smallest fit into 16 KB; beyond, the smallest share a bucket.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RelativeQuantileSketch(double relativeError = 0.01, int maxBuckets = 2000)
    {
        if (!(relativeError >= SmallestError && relativeError < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(relativeError), relativeError, "A relative error is between 0.000001 and 1, the 1 excluded.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(maxBuckets, 16);
        (RelativeError, MaxBuckets) = (relativeError, maxBuckets);
        _logGrowth = Math.Log((1 + relativeError) / (1 - relativeError));
        (_positive, _negative) = (new(maxBuckets), new(maxBuckets));
    }

    /// <summary>A quantile is off by at most this share of itself, save of those numbers that <see cref="Collapsed"/> counts.</summary>
    public double RelativeError { get; }

    /// <summary>Buckets kept for each sign.</summary>
    public int MaxBuckets { get; }

    /// <summary>Numbers added.</summary>
    public long Count => _zeros + _positive.Count + _negative.Count;

    /// <summary>Numbers nearest to zero that had to share a bucket because the range was too wide; their own size is not known any more.</summary>
    public long Collapsed => _positive.Collapsed + _negative.Collapsed;

    /// <summary>Sum of the numbers, exact up to rounding.</summary>
    public double Sum { get; private set; }

    /// <summary>The smallest number; positive infinity of nothing.</summary>
    public double Minimum { get; private set; } = double.PositiveInfinity;

    /// <summary>The largest number; negative infinity of nothing.</summary>
    public double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>Bytes that the buckets take.</summary>
    public int Bytes => _positive.Bytes + _negative.Bytes;

    /// <summary>Adds a number so many times.</summary>
    /// <exception cref="ArgumentException">The number is not finite, or the times negative.</exception>
    public void Add(double number, long times = 1)
    {
        if (!double.IsFinite(number))
        {
            throw new ArgumentException($"{number} has no size; leave it out and count it apart.", nameof(number));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(times);
        if (times == 0)
        {
            return;
        }

        Sum += number * times;
        Minimum = Math.Min(Minimum, number);
        Maximum = Math.Max(Maximum, number);
        if (number == 0)
        {
            _zeros += times;
        }
        else
        {
            (number > 0 ? _positive : _negative).Add((int)Math.Ceiling(Math.Log(Math.Abs(number)) / _logGrowth), times);
        }
    }

    /// <summary>Adds numbers.</summary>
    /// <exception cref="ArgumentException">A number is not finite; those before it were added.</exception>
    public void AddRange(ReadOnlySpan<double> numbers)
    {
        foreach (double number in numbers)
        {
            Add(number);
        }
    }

    /// <summary>Adds all that another sketch has seen; the other stays as it is.</summary>
    /// <exception cref="ArgumentException">The other is this one, or has another error or number of buckets.</exception>
    public void Merge(RelativeQuantileSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(other, this) || other.RelativeError != RelativeError || other.MaxBuckets != MaxBuckets)
        {
            throw new ArgumentException($"A sketch of error {RelativeError} and {MaxBuckets} buckets merges another one of the same; the other has {other.RelativeError} and {other.MaxBuckets}, and must not be itself.", nameof(other));
        }

        _positive.Merge(other._positive);
        _negative.Merge(other._negative);
        _zeros += other._zeros;
        Sum += other.Sum;
        Minimum = Math.Min(Minimum, other.Minimum);
        Maximum = Math.Max(Maximum, other.Maximum);
    }

    /// <summary>The number at a probability from 0 to 1: the one of rank probability · (count - 1), rounded down, within the relative error. NaN of nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not between 0 and 1.</exception>
    public double Quantile(double probability)
    {
        if (!(probability >= 0 && probability <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is between 0 and 1.");
        }

        if (Count == 0)
        {
            return double.NaN;
        }

        long rank = (long)Math.Floor(probability * (Count - 1));
        double number = rank < _negative.Count ? -Middle(_negative.Find(_negative.Count - 1 - rank))
            : rank < _negative.Count + _zeros ? 0
            : Middle(_positive.Find(rank - _negative.Count - _zeros));
        return Math.Clamp(number, Minimum, Maximum);
    }

    /// <summary>The sketch as bytes, to be merged elsewhere.</summary>
    public byte[] ToBytes()
    {
        double[] head = [RelativeError, MaxBuckets, Sum, Minimum, Maximum];
        long[] body = [1, _zeros, .. _positive.ToNumbers(), .. _negative.ToNumbers()];
        return [.. MemoryMarshal.AsBytes<double>(head), .. MemoryMarshal.AsBytes<long>(body)];
    }

    /// <summary>The sketch of bytes that <see cref="ToBytes"/> made.</summary>
    /// <exception cref="FormatException">The bytes are no sketch of this version.</exception>
    public static RelativeQuantileSketch FromBytes(ReadOnlySpan<byte> bytes)
    {
        const int Head = 5 * sizeof(double);
        if (bytes.Length < Head + (8 * sizeof(long)) || bytes.Length % sizeof(long) != 0)
        {
            throw new FormatException($"{bytes.Length} bytes are no quantile sketch.");
        }

        double[] head = MemoryMarshal.Cast<byte, double>(bytes[..Head]).ToArray();
        long[] body = MemoryMarshal.Cast<byte, long>(bytes[Head..]).ToArray();
        if (body[0] != 1 || body[1] > long.MaxValue / 4 || !(head[0] >= SmallestError && head[0] < 1) || !(head[1] is >= 16 and <= 1 << 24))
        {
            throw new FormatException($"These bytes are no quantile sketch of version 1 (version {body[0]}, error {head[0]}, {head[1]} buckets).");
        }

        var sketch = new RelativeQuantileSketch(head[0], (int)head[1]) { Sum = head[2], Minimum = head[3], Maximum = head[4], _zeros = body[1] };
        int at = sketch._positive.Read(body, 2);
        if (sketch._negative.Read(body, at) != body.Length)
        {
            throw new FormatException("Bytes are left over after the quantile sketch.");
        }

        bool ordered = sketch.Count == 0 || (double.IsFinite(sketch.Minimum) && double.IsFinite(sketch.Maximum) && sketch.Minimum <= sketch.Maximum);
        return ordered && sketch._zeros >= 0 && sketch.Count >= 0 ? sketch : throw new FormatException($"The quantile sketch counts {sketch.Count} numbers from {sketch.Minimum} to {sketch.Maximum}.");
    }

    // In the middle of a bucket, so that either end is off by the same share.
    private double Middle(int bucket) => 2 * Math.Exp(bucket * _logGrowth) / (1 + Math.Exp(_logGrowth));

    /// <summary>Counts of neighbouring buckets; when the range is too wide the lowest share one.</summary>
    private sealed class Buckets(int most)
    {
        private long[] _counts = [];
        private int _lowest;
        private bool _hasCollapsed;

        public long Count { get; private set; }

        public long Collapsed => _hasCollapsed ? _counts[0] : 0;

        public int Bytes => _counts.Length * sizeof(long);

        public void Add(int bucket, long times)
        {
            Reach(bucket);
            _hasCollapsed |= bucket < _lowest;
            _counts[Math.Max(0, bucket - _lowest)] += times;
            Count += times;
        }

        public void Merge(Buckets other)
        {
            if (other.Count == 0)
            {
                return;
            }

            // The highest first: it says what is out of reach.
            for (int i = other._counts.Length - 1; i >= 0; i--)
            {
                if (other._counts[i] > 0)
                {
                    Add(other._lowest + i, other._counts[i]);
                }
            }

            _hasCollapsed |= other._hasCollapsed;
        }

        public int Find(long rank)
        {
            int i = 0;
            for (long before = _counts[0]; before <= rank; before += _counts[i])
            {
                i++;
            }

            return _lowest + i;
        }

        public long[] ToNumbers() => [_lowest, _hasCollapsed ? 1 : 0, _counts.Length, .. _counts];

        public int Read(long[] numbers, int at)
        {
            if (at + 3 > numbers.Length || numbers[at + 2] < 0 || numbers[at + 2] > most || at + 3 + numbers[at + 2] > numbers.Length)
            {
                throw new FormatException("The buckets of the quantile sketch end before their time.");
            }

            (_lowest, _hasCollapsed) = ((int)numbers[at], numbers[at + 1] == 1);
            _counts = numbers[(at + 3)..(at + 3 + (int)numbers[at + 2])];
            foreach (long count in _counts)
            {
                Count = count >= 0 && count <= (long.MaxValue / 4) - Count ? Count + count : throw new FormatException($"A bucket of the quantile sketch counts {count} numbers.");
            }

            return at + 3 + _counts.Length;
        }

        // Makes room for a bucket: grows by blocks while there are buckets left, and then drops the lowest into one.
        private void Reach(int bucket)
        {
            if (_counts.Length == 0)
            {
                _counts = new long[Math.Min(most, 64)];
                _lowest = bucket - (_counts.Length / 2);
            }

            // In reach; or below, with no bucket to spare above.
            if ((bucket >= _lowest && bucket < _lowest + _counts.Length) || (bucket < _lowest && _counts.Length == most && _counts[^1] > 0))
            {
                return;
            }

            int from = Array.FindIndex(_counts, c => c > 0), highest = Math.Max(bucket, from < 0 ? bucket : _lowest + Array.FindLastIndex(_counts, c => c > 0));
            int lowest = Math.Max(Math.Min(bucket, from < 0 ? bucket : _lowest + from), highest - most + 1);
            int length = Math.Min(most, Math.Max(_counts.Length, (highest - lowest + 1 + 63) / 64 * 64));
            int start = bucket < _lowest ? Math.Max(lowest, highest - length + 1) : lowest;
            var counts = new long[length];
            for (int i = 0; i < _counts.Length; i++)
            {
                int to = _lowest + i - start;
                if (_counts[i] > 0)
                {
                    _hasCollapsed |= to < 0;
                    counts[Math.Max(0, to)] += _counts[i];
                }
            }

            (_counts, _lowest) = (counts, start);
        }
    }
}
