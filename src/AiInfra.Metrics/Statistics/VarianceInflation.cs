namespace AiInfra.Metrics.Statistics;

/// <summary>How much less a series in time order tells than as many independent values.</summary>
public static class VarianceInflation
{
    /// <summary>The factor by which the variance of the mean exceeds that of independent values: 1 plus twice the sum of the autocorrelations, up to where a pair of them is no longer positive (Geyer 1992, initial positive sequence), at most to a quarter of the length. Never below 1; the effective sample size is the length divided by it.</summary>
    /// <exception cref="ArgumentException">A value is not finite; the message names the first index.</exception>
    public static double OfMean(ReadOnlySpan<double> series)
    {
        if (series.Length < 8)
        {
            return 1;
        }

        PairedDifferences.RequireFinite(series, nameof(series));
        double mean = 0, variance = 0;
        foreach (double x in series)
        {
            mean += x;
        }

        mean /= series.Length;
        var centred = new double[series.Length];
        for (int i = 0; i < series.Length; i++)
        {
            centred[i] = series[i] - mean;
            variance += centred[i] * centred[i];
        }

        if (!(variance > 0))
        {
            return 1;
        }

        return Sum(series.Length, lag =>
        {
            double sum = 0;
            for (int i = lag; i < centred.Length; i++)
            {
                sum += centred[i] * centred[i - lag];
            }

            return sum / variance;
        });
    }

    /// <summary>The same for categories as codes: how much more often than by chance a category follows itself.</summary>
    public static double OfCategories(ReadOnlySpan<int> codes)
    {
        if (codes.Length < 8)
        {
            return 1;
        }

        int[] series = codes.ToArray();
        double n = series.Length;
        double chance = series.CountBy(c => c).Sum(g => g.Value / n * (g.Value / n));
        if (chance >= 1)
        {
            return 1;
        }

        return Sum(series.Length, lag =>
        {
            int same = 0;
            for (int i = lag; i < series.Length; i++)
            {
                same += series[i] == series[i - lag] ? 1 : 0;
            }

            return ((same / (n - lag)) - chance) / (1 - chance) * ((n - lag) / n);
        });
    }

    private static double Sum(int length, Func<int, double> correlation)
    {
        double sum = 0;
        for (int lag = 1; lag + 1 <= length / 4; lag += 2)
        {
            double first = correlation(lag), second = correlation(lag + 1);
            if (lag == 1 && first <= 2 / Math.Sqrt(length))
            {
                // What independent values show by chance is no dependence.
                return 1;
            }

            if (first + second <= 0)
            {
                break;
            }

            sum += first + second;
        }

        return Math.Max(1, 1 + (2 * sum));
    }
}
