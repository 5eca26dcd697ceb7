using System.Runtime.InteropServices;

namespace AiInfra.Data.Encoders;

/// <summary>Moments, a fair sample and some habits of a column of numbers, in one pass.</summary>
internal sealed class NumberSummary(int sampleSize, int seed, int maxCodes = 0)
{
    /// <summary>Beyond this, squares overflow: such numbers are counted, clipped when encoded, and not learned from.</summary>
    public const double Extreme = 1e140;

    private readonly List<double> _sample = [];
    private ulong _random = (ulong)seed * 0x9E3779B97F4A7C15UL + 0x2545F4914F6CDD1DUL;
    private Dictionary<double, long>? _codes = maxCodes > 0 ? [] : null;
    private double _squares;
    private double _logSquares;
    private bool _neverFalls = true;

    public long Count { get; private set; }

    public long Extremes { get; private set; }

    public double Mean { get; private set; }

    public double LogMean { get; private set; }

    public double Smallest { get; private set; } = double.PositiveInfinity;

    public double Largest { get; private set; } = double.NegativeInfinity;

    /// <summary>Whether every number so far was whole and larger than the one before.</summary>
    public bool Climbs { get; private set; } = true;

    /// <summary>Whether no number so far was smaller than the one before, and they were not all the same.</summary>
    public bool NeverFalls => _neverFalls && Largest > Smallest;

    /// <summary>The values in order, where they are whole numbers and few; else none. Those seen less often than <paramref name="enough"/> are left out.</summary>
    public double[] Codes(long enough)
    {
        double[] codes = [.. (_codes ?? []).Where(c => c.Value >= enough).Select(c => c.Key).Order()];
        return codes.Length > 2 ? codes : [];
    }

    public double Deviation => Count == 0 ? 0 : Math.Sqrt(_squares / Count);

    public double LogDeviation => Count == 0 ? 0 : Math.Sqrt(_logSquares / Count);

    public void Add(double x)
    {
        if (!(Math.Abs(x) < Extreme))
        {
            Extremes++;
            Climbs = false;
            _neverFalls = false;
            return;
        }

        _neverFalls &= x >= Largest || Count == 0;
        Climbs &= x > Largest && Math.Floor(x) == x;
        Count++;
        // Welford's update: stable for large offsets.
        double delta = x - Mean;
        Mean += delta / Count;
        _squares += delta * (x - Mean);
        double log = SignedLog(x);
        double logDelta = log - LogMean;
        LogMean += logDelta / Count;
        _logSquares += logDelta * (log - LogMean);
        Smallest = Math.Min(Smallest, x);
        Largest = Math.Max(Largest, x);
        Keep(x);
        if (_codes is not null)
        {
            // Adding 0 makes one value of the two zeros.
            CollectionsMarshal.GetValueRefOrAddDefault(_codes, x + 0.0, out _)++;
            _codes = _codes.Count > maxCodes || Math.Floor(x) != x ? null : _codes;
        }
    }

    public double[] Sorted()
    {
        double[] sorted = [.. _sample];
        Array.Sort(sorted);
        return sorted;
    }

    public static double SignedLog(double x) => Math.Sign(x) * Math.Log(1 + Math.Abs(x));

    /// <summary>Excess kurtosis: 0 for the normal distribution.</summary>
    public static double Kurtosis(ReadOnlySpan<double> values)
    {
        double mean = 0;
        foreach (double x in values)
        {
            mean += x / values.Length;
        }

        // Scaled to at most 1, so that fourth powers cannot overflow.
        double largest = 0;
        foreach (double x in values)
        {
            largest = Math.Max(largest, Math.Abs(x - mean));
        }

        double second = 0;
        double fourth = 0;
        foreach (double x in values)
        {
            double square = (x - mean) / largest * ((x - mean) / largest);
            second += square / values.Length;
            fourth += square * square / values.Length;
        }

        return second > 0 ? (fourth / (second * second)) - 3 : 0;
    }

    public static double Quantile(double[] sorted, double q)
    {
        double at = q * (sorted.Length - 1);
        int below = (int)at;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((at - below) * (sorted[above] - sorted[below]));
    }

    // Reservoir sampling (Vitter's algorithm R): every number has the same chance to stay.
    private void Keep(double x)
    {
        if (_sample.Count < sampleSize)
        {
            _sample.Add(x);
            return;
        }

        _random = (_random * 6364136223846793005UL) + 1442695040888963407UL;
        ulong at = Math.BigMul(_random, (ulong)Count, out _);
        if (at < (ulong)sampleSize)
        {
            _sample[(int)at] = x;
        }
    }
}
