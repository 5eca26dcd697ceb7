using AiInfra.Core.Sketches;

namespace AiInfra.Metrics.Statistics;

/// <summary>A column of numbers as its <see cref="ColumnSummary"/> remembers it, made ready to be compared with samples.</summary>
/// <remarks>
/// Where the summary lists the numbers, the distribution function is exact. Otherwise it is known at the quantiles; between two of them it is
/// taken as a line, and beside an atom (a number that fills several quantiles) only its bounds are used, so that rounding of the summary never looks like drift.
/// Immutable and thread-safe.
/// </remarks>
public sealed class ReferenceDistribution
{
    private readonly double[] _points;
    private readonly double[]? _cumulative;

    /// <summary>Reads a summary.</summary>
    /// <param name="summary">Summary of a column of numbers or times with at least one value.</param>
    /// <param name="cells">Cells for the population stability index: about equally filled ones, or one a number where there are no more numbers than twice so many.</param>
    /// <exception cref="ArgumentException">The summary has no numbers.</exception>
    public ReferenceDistribution(ColumnSummary summary, int cells = 10)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentOutOfRangeException.ThrowIfLessThan(cells, 2);
        if (summary.Present <= 0 || (summary.Quantiles.Count < 2 && summary.Numbers.Count == 0))
        {
            throw new ArgumentException($"The summary of column '{summary.Name}' ({summary.Kind}) holds no numbers.", nameof(summary));
        }

        Count = summary.Present;
        if (summary.Numbers.Count > 0)
        {
            _points = [.. summary.Numbers.Select(n => n.Number)];
            _cumulative = new double[_points.Length];
            double sum = 0;
            for (int i = 0; i < _points.Length; i++)
            {
                sum += summary.Numbers[i].Count;
                _cumulative[i] = sum / Count;
            }
        }
        else
        {
            _points = [.. summary.Quantiles];
        }

        Cells = ReferenceCells.Create(this, summary, cells);
    }

    /// <summary>Numbers in the reference.</summary>
    public long Count { get; }

    internal ReferenceCells Cells { get; }

    /// <summary>Kolmogorov-Smirnov test of a sample against the reference (asymptotic p-value).</summary>
    /// <param name="sorted">The sample, ascending, without NaN.</param>
    /// <exception cref="ArgumentException">The sample is empty, not ascending or holds a NaN; the message names the first index.</exception>
    public TwoSampleResult KolmogorovSmirnov(ReadOnlySpan<double> sorted)
    {
        if (sorted.IsEmpty)
        {
            throw new ArgumentException("A sample without numbers cannot be compared.", nameof(sorted));
        }

        double[] sample = Aligned(sorted);
        double statistic = 0, n = sample.Length;
        for (int i = 0; i < sample.Length;)
        {
            int from = i;
            double x = sample[i];
            while (i < sample.Length && sample[i] == x)
            {
                i++;
            }

            var (below, upTo) = Bounds(x);
            statistic = Math.Max(statistic, Math.Max(Gap(from / n, below), Gap(i / n, upTo)));
        }

        return new(statistic, TwoSample.KolmogorovSmirnovPValue(statistic, Count, sorted.Length));
    }

    /// <summary>Kolmogorov-Smirnov test of another summary against the reference.</summary>
    public TwoSampleResult KolmogorovSmirnov(ReferenceDistribution current)
    {
        ArgumentNullException.ThrowIfNull(current);
        double statistic = 0;
        foreach ((double x, double theirs) in _points.Select(p => (p, current.Align(p))).Concat(current._points.Select(p => (Align(p), p))))
        {
            var (below, upTo) = Bounds(x);
            var (currentBelow, currentUpTo) = current.Bounds(theirs);
            statistic = Math.Max(statistic, Math.Max(Gap(currentBelow, below), Gap(currentUpTo, upTo)));
        }

        return new(statistic, TwoSample.KolmogorovSmirnovPValue(statistic, Count, current.Count));
    }

    /// <summary>Population stability index of a sample (in any order) against the reference; <see cref="Divergence.PopulationStability"/> over the reference's cells.</summary>
    /// <exception cref="ArgumentException">The sample is empty or holds a NaN; the message names the first index.</exception>
    public double PopulationStability(ReadOnlySpan<double> sample) => Divergence.PopulationStability(Cells.Expected, InCells(sample));

    /// <summary>Rows of the reference and of a sample (in any order) in the reference's cells: of about equally many rows, or one a number where there are few, and one more for numbers never seen.</summary>
    /// <exception cref="ArgumentException">The sample holds a NaN; the message names the first index.</exception>
    public CategoryCells CellsOf(ReadOnlySpan<double> sample) => new([.. Cells.Expected], InCells(sample));

    private double[] InCells(ReadOnlySpan<double> sample)
    {
        var counts = new double[Cells.Count];
        for (int i = 0; i < sample.Length; i++)
        {
            counts[double.IsNaN(sample[i]) ? throw new ArgumentException($"sample[{i}] is NaN; leave missing numbers out.", nameof(sample)) : Cells.IndexOf(Align(sample[i]))]++;
        }

        return counts;
    }

    /// <summary>The index that chance alone exceeds with probability 1 - <paramref name="confidence"/> for a sample of so many independent numbers; where d neighbours say as much as one (a design effect of d), d times as much.</summary>
    public double PopulationStabilityNoise(long sampleCount, double confidence = 0.95) => Divergence.PopulationStabilityNoise(Cells.Filled, Count, sampleCount, confidence);

    /// <summary>The number as the reference knows it: a float where the reference holds the double it was rounded from, or a double where it holds the float. Others stay as they are.</summary>
    /// <remarks>A model is often trained on doubles and asked with floats. 0.3 as a float is another number than 0.3, and no other value.</remarks>
    public double Align(double number)
    {
        int at = LowerBound(number);
        if (at < _points.Length && _points[at] == number)
        {
            return number;
        }

        return at < _points.Length && IsRounding(_points[at], number) ? _points[at] : at > 0 && IsRounding(_points[at - 1], number) ? _points[at - 1] : number;
    }

    /// <summary>Share of the reference at or below a number.</summary>
    internal double Cumulative(double x)
    {
        var (_, (low, high)) = Bounds(x);
        return (low + high) / 2;
    }

    // One is the other as a float. Beyond the range of normal floats nothing is.
    private static bool IsRounding(double a, double b) => (float)a == (float)b && float.IsNormal((float)a) && (a == (float)a || b == (float)b);

    private double[] Aligned(ReadOnlySpan<double> sorted)
    {
        double[] sample = sorted.ToArray();
        bool ascending = true;
        for (int i = 0; i < sample.Length; i++)
        {
            double x = sorted[i];
            if (double.IsNaN(x) || (i > 0 && x < sorted[i - 1]))
            {
                throw new ArgumentException($"sorted[{i}] is {x}; numbers in ascending order are expected.", nameof(sorted));
            }

            sample[i] = i > 0 && x == sorted[i - 1] ? sample[i - 1] : Align(x);
            ascending &= i == 0 || sample[i] >= sample[i - 1];
        }

        if (!ascending)
        {
            Array.Sort(sample);
        }

        return sample;
    }

    private static double Gap(double share, (double Low, double High) bounds) => Math.Max(0, Math.Max(bounds.Low - share, share - bounds.High));

    private static double Gap((double Low, double High) a, (double Low, double High) b) => Math.Max(0, Math.Max(a.Low - b.High, b.Low - a.High));

    // Bounds of P(X < x) and of P(X <= x).
    private ((double Low, double High) Below, (double Low, double High) UpTo) Bounds(double x)
    {
        int first = LowerBound(x), last = UpperBound(x) - 1;
        if (_cumulative is { } exact)
        {
            double below = first == 0 ? 0 : exact[first - 1], upTo = last < 0 ? 0 : exact[last];
            return ((below, below), (upTo, upTo));
        }

        double step = 1.0 / (_points.Length - 1);
        if (last < 0)
        {
            return ((0, 0), (0, 0));
        }

        if (first >= _points.Length)
        {
            return ((1, 1), (1, 1));
        }

        if (first > last)
        {
            (double, double) between = Between(last, x, step);
            return (between, between);
        }

        bool atom = first < last;
        double low = first == 0 ? 0 : atom ? (first - 1) * step : first * step, high = last == _points.Length - 1 ? 1 : atom ? (last + 1) * step : last * step;
        return ((low, first * step), (last * step, high));
    }

    private (double Low, double High) Between(int before, double x, double step)
    {
        double a = _points[before], b = _points[before + 1], low = before * step;
        bool beside = (before > 0 && _points[before - 1] == a) || (before + 2 < _points.Length && _points[before + 2] == b);
        if (beside || !double.IsFinite(b - a))
        {
            return (low, low + step);
        }

        double share = low + ((x - a) / (b - a) * step);
        return (share, share);
    }

    private int LowerBound(double x)
    {
        int low = 0, high = _points.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _points[middle] < x ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private int UpperBound(double x)
    {
        int low = 0, high = _points.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _points[middle] <= x ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
