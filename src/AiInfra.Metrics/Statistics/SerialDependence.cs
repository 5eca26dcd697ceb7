namespace AiInfra.Metrics.Statistics;

/// <summary>How much neighbours in a time stream depend on each other, and what that does to a mean.</summary>
public static class SerialDependence
{
    /// <summary>Block length for a circular block bootstrap of the mean: the rule of Politis and White (2004, corrected by Patton, Politis and White 2009).</summary>
    /// <param name="values">The stream in the order of time.</param>
    /// <returns>1 for a stream without correlation, at most a third of its length (and 3 times the root of the length).</returns>
    /// <exception cref="ArgumentException">A value is not finite; the message names the first index.</exception>
    public static int BlockLength(ReadOnlySpan<double> values)
    {
        int n = values.Length;
        if (n < 8)
        {
            return 1;
        }

        PairedDifferences.RequireFinite(values, nameof(values));
        double mean = PairedDifferences.Mean(values);
        double variance = Autocovariance(values, mean, 0);
        if (!(variance > 0))
        {
            return 1;
        }

        // The first lag after which a run of autocorrelations stays within the noise band.
        int run = Math.Max(5, (int)Math.Sqrt(Math.Log10(n)));
        int maximum = Math.Min(n / 2, (int)Math.Ceiling(Math.Sqrt(n)) + run);
        double band = 2 * Math.Sqrt(Math.Log10(n) / n);
        var covariance = new double[maximum + 1];
        covariance[0] = variance;
        int lastLarge = 0;
        for (int lag = 1; lag <= maximum && lag - lastLarge <= run; lag++)
        {
            covariance[lag] = Autocovariance(values, mean, lag);
            if (Math.Abs(covariance[lag] / variance) > band)
            {
                lastLarge = lag;
            }
        }

        if (lastLarge == 0)
        {
            return 1;
        }

        int window = Math.Min(2 * lastLarge, maximum);
        double g = 0, spectrum = variance;
        for (int lag = 1; lag <= window; lag++)
        {
            if (covariance[lag] == 0)
            {
                covariance[lag] = Autocovariance(values, mean, lag);
            }

            double flat = Math.Clamp(2 * (1 - ((double)lag / window)), 0, 1);
            g += 2 * flat * lag * covariance[lag];
            spectrum += 2 * flat * covariance[lag];
        }

        double limit = Math.Min(3 * Math.Sqrt(n), n / 3.0);
        double best = Math.Pow(2 * g * g / (4.0 / 3 * spectrum * spectrum), 1.0 / 3) * Math.Pow(n, 1.0 / 3);
        return double.IsFinite(best) ? Math.Max(1, (int)Math.Ceiling(Math.Min(best, limit))) : (int)limit;
    }

    /// <summary>Lag for <see cref="LongRunVariance"/> in a test of the mean: 0 for a stream without correlation, otherwise twice <see cref="BlockLength"/>, at most a quarter of the stream. Twice, because a kernel that is best for the variance rejects too often.</summary>
    public static int Lag(ReadOnlySpan<double> values)
    {
        int block = BlockLength(values);
        return block == 1 ? 0 : Math.Min(values.Length / 4, 2 * block);
    }

    /// <summary>The long-run variance of a stream, so that variance / n is that of its mean: Newey and West's Bartlett kernel, never negative.</summary>
    /// <param name="values">The stream in the order of time, two values or more.</param>
    /// <param name="lag">Correlations up to this lag count; 0 is the plain variance.</param>
    public static double LongRunVariance(ReadOnlySpan<double> values, int lag)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lag);
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, 2, nameof(values));
        double mean = PairedDifferences.Mean(values);
        double sum = Autocovariance(values, mean, 0);
        for (int k = 1; k <= Math.Min(lag, values.Length - 1); k++)
        {
            sum += 2 * (1 - (k / (lag + 1.0))) * Autocovariance(values, mean, k);
        }

        return Math.Max(0, sum) * values.Length / (values.Length - 1);
    }

    internal static double Autocovariance(ReadOnlySpan<double> values, double mean, int lag)
    {
        double sum = 0;
        for (int i = lag; i < values.Length; i++)
        {
            sum += (values[i] - mean) * (values[i - lag] - mean);
        }

        return sum / values.Length;
    }
}
