using AiInfra.Core.Rows;

namespace AiInfra.Metrics.Statistics;

/// <summary>Bootstrap intervals (Efron 1979) for any statistic of rows, with seeds, in blocks where rows are a time stream, in clusters where rows belong together.</summary>
/// <remarks>A paired comparison is a statistic too: compute both sides on the same drawn rows and return the difference.</remarks>
public static class Bootstrap
{
    private const int JackknifeGroups = 400;

    /// <summary>The percentile interval.</summary>
    /// <param name="count">Number of rows, 1 or more.</param>
    /// <param name="statistic">The statistic.</param>
    /// <param name="options">How to resample.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or there are not as many clusters as rows.</exception>
    public static BootstrapResult Percentile(int count, ResampledStatistic statistic, BootstrapOptions? options = null) =>
        Of(count, statistic, BootstrapMethod.Percentile, options);

    /// <summary>The bias-corrected and accelerated interval (Efron 1987). Acceleration from the jackknife, over 400 groups of neighbours (or of clusters) when there are more.</summary>
    /// <param name="count">Number of rows, 2 or more.</param>
    /// <param name="statistic">The statistic.</param>
    /// <param name="options">How to resample.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or there are not as many clusters as rows.</exception>
    public static BootstrapResult Bca(int count, ResampledStatistic statistic, BootstrapOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        return Of(count, statistic, BootstrapMethod.Bca, options);
    }

    /// <summary>The interval of a statistic that is computed from how often each row was drawn.</summary>
    /// <param name="count">Number of rows, 1 or more.</param>
    /// <param name="statistic">The statistic.</param>
    /// <param name="options">How to resample.</param>
    /// <param name="method">How the interval is made.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or there are not as many clusters as rows.</exception>
    public static BootstrapResult Counted(int count, CountedStatistic statistic, BootstrapOptions? options = null, BootstrapMethod method = BootstrapMethod.Percentile)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        options ??= new();
        var resampler = new Resampler(count, options);
        var counts = new int[count];
        Array.Fill(counts, 1);
        double estimate = statistic(counts);
        var random = new SplitMix64(options.Seed);
        var replicates = new List<double>(options.Resamples);
        for (int r = 0; r < options.Resamples; r++)
        {
            resampler.Counts(ref random, counts);
            double value = statistic(counts);
            if (!double.IsNaN(value))
            {
                replicates.Add(value);
            }
        }

        return BootstrapInterval.Of(estimate, replicates, options, method, () => Jackknife(resampler, left =>
        {
            Array.Fill(counts, 1);
            foreach (int row in left)
            {
                counts[row] = 0;
            }

            return statistic(counts);
        }));
    }

    /// <summary>The mean difference of pairs, first minus second, with its interval; pairs stay together.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there is no pair, or a value is not finite.</exception>
    public static BootstrapResult PairedDifference(ReadOnlySpan<double> first, ReadOnlySpan<double> second, BootstrapOptions? options = null, BootstrapMethod method = BootstrapMethod.Percentile)
    {
        double[] differences = PairedDifferences.Of(first, second);
        return Of(
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
            method,
            options);
    }

    private static BootstrapResult Of(int count, ResampledStatistic statistic, BootstrapMethod method, BootstrapOptions? options)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        options ??= new();
        var resampler = new Resampler(count, options);
        double estimate = statistic(resampler.All());
        var random = new SplitMix64(options.Seed);
        var replicates = new List<double>(options.Resamples);
        for (int r = 0; r < options.Resamples; r++)
        {
            double value = statistic(resampler.Rows(ref random));
            if (!double.IsNaN(value))
            {
                replicates.Add(value);
            }
        }

        return BootstrapInterval.Of(estimate, replicates, options, method, () => Jackknife(resampler, left =>
        {
            var without = new bool[count];
            foreach (int row in left)
            {
                without[row] = true;
            }

            return statistic(Enumerable.Range(0, count).Where(i => !without[i]).ToArray());
        }));
    }

    // The statistic without each group of units in turn.
    private static double[] Jackknife(Resampler resampler, Func<IEnumerable<int>, double> without)
    {
        int units = resampler.Units, groups = Math.Min(units, Math.Clamp(units / resampler.BlockLength, 2, JackknifeGroups));
        var left = new double[groups];
        for (int g = 0; g < groups; g++)
        {
            left[g] = without(resampler.RowsOfUnits((int)((long)units * g / groups), (int)((long)units * (g + 1) / groups)));
        }

        return left;
    }
}
