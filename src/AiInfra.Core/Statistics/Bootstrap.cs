using MathNet.Numerics.Distributions;

namespace AiInfra.Core.Statistics;

/// <summary>Bootstrap intervals (Efron 1979) for any statistic of rows, with seeds, in blocks where rows are a time stream.</summary>
public static class Bootstrap
{
    private const int JackknifeGroups = 400;

    /// <summary>The percentile interval.</summary>
    /// <param name="count">Number of rows, 1 or more.</param>
    /// <param name="statistic">The statistic.</param>
    /// <param name="options">How to resample.</param>
    public static BootstrapResult Percentile(int count, ResampledStatistic statistic, BootstrapOptions? options = null)
    {
        options ??= new();
        (double estimate, double[] replicates) = Draw(count, statistic, options);
        double tail = (1 - options.Confidence) / 2;
        return Result(estimate, replicates, tail, 1 - tail, options);
    }

    /// <summary>The bias-corrected and accelerated interval (Efron 1987). Acceleration from the jackknife, over 400 groups of neighbours when there are more rows.</summary>
    /// <param name="count">Number of rows, 2 or more.</param>
    /// <param name="statistic">The statistic.</param>
    /// <param name="options">How to resample.</param>
    public static BootstrapResult Bca(int count, ResampledStatistic statistic, BootstrapOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        options ??= new();
        (double estimate, double[] replicates) = Draw(count, statistic, options);
        double tail = (1 - options.Confidence) / 2;
        double below = replicates.Sum(r => r < estimate ? 1 : r == estimate ? 0.5 : 0) / replicates.Length;
        if (!(below > 0 && below < 1) || replicates[0] == replicates[^1])
        {
            return Result(estimate, replicates, tail, 1 - tail, options);
        }

        double bias = Normal.InvCDF(0, 1, below);
        double acceleration = Acceleration(count, statistic, options.BlockLength);
        double z = Normal.InvCDF(0, 1, 1 - tail);
        double Level(double side) => Normal.CDF(0, 1, bias + ((bias + side) / (1 - (acceleration * (bias + side)))));
        return Result(estimate, replicates, Level(-z), Level(z), options);
    }

    /// <summary>The mean difference of pairs, first minus second, with its percentile interval; pairs stay together.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there is no pair, or a value is not finite.</exception>
    public static BootstrapResult PairedDifference(ReadOnlySpan<double> first, ReadOnlySpan<double> second, BootstrapOptions? options = null)
    {
        double[] differences = PairedDifferences.Of(first, second);
        return Percentile(
            differences.Length,
            rows =>
            {
                double sum = 0;
                foreach (int row in rows)
                {
                    sum += differences[row];
                }

                return sum / rows.Length;
            },
            options);
    }

    private static (double Estimate, double[] Sorted) Draw(int count, ResampledStatistic statistic, BootstrapOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(statistic);
        options.Check();
        var rows = new int[count];
        for (int i = 0; i < count; i++)
        {
            rows[i] = i;
        }

        double estimate = statistic(rows);
        int block = Math.Min(options.BlockLength, count);
        var random = new SplitMix64(options.Seed);
        var replicates = new List<double>(options.Resamples);
        for (int r = 0; r < options.Resamples; r++)
        {
            for (int i = 0; i < count;)
            {
                int start = random.Next(count);
                for (int k = 0; k < block && i < count; k++, i++)
                {
                    int at = start + k;
                    rows[i] = at < count ? at : at - count;
                }
            }

            double value = statistic(rows);
            if (!double.IsNaN(value))
            {
                replicates.Add(value);
            }
        }

        replicates.Sort();
        return (estimate, [.. replicates]);
    }

    private static double Acceleration(int count, ResampledStatistic statistic, int block)
    {
        int groups = Math.Clamp(count / Math.Max(1, block), 2, JackknifeGroups);
        var left = new double[groups];
        var rows = new int[count];
        for (int g = 0; g < groups; g++)
        {
            int from = (int)((long)count * g / groups), to = (int)((long)count * (g + 1) / groups), n = 0;
            for (int i = 0; i < count; i++)
            {
                if (i < from || i >= to)
                {
                    rows[n++] = i;
                }
            }

            left[g] = statistic(rows.AsSpan(0, n));
        }

        double mean = left.Average(), squares = 0, cubes = 0;
        foreach (double value in left)
        {
            double d = mean - value;
            squares += d * d;
            cubes += d * d * d;
        }

        double a = cubes / (6 * Math.Pow(squares, 1.5));
        return double.IsFinite(a) ? a : 0;
    }

    private static BootstrapResult Result(double estimate, double[] sorted, double low, double high, BootstrapOptions options)
    {
        if (sorted.Length == 0)
        {
            return new(estimate, double.NaN, new(double.NaN, double.NaN, options.Confidence), options.Resamples, sorted);
        }

        double mean = sorted.Average();
        double error = sorted.Length < 2 ? double.NaN : Math.Sqrt(sorted.Sum(r => (r - mean) * (r - mean)) / (sorted.Length - 1));
        return new(estimate, error, new(Quantile(sorted, low), Quantile(sorted, high), options.Confidence), options.Resamples - sorted.Length, sorted);
    }

    private static double Quantile(double[] sorted, double probability)
    {
        double at = probability * (sorted.Length - 1);
        int below = (int)Math.Floor(at);
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]));
    }
}
