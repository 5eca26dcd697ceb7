using MathNet.Numerics.Distributions;

namespace AiInfra.Metrics.Statistics;

/// <summary>Makes the interval of the replicates.</summary>
internal static class BootstrapInterval
{
    public static BootstrapResult Of(double estimate, List<double> replicates, BootstrapOptions options, BootstrapMethod method, Func<double[]> jackknife)
    {
        double[] sorted = [.. replicates];
        Array.Sort(sorted);
        double tail = (1 - options.Confidence) / 2;
        (double low, double high) = method == BootstrapMethod.Bca ? Levels(estimate, sorted, tail, jackknife) : (tail, 1 - tail);
        if (sorted.Length == 0)
        {
            return new(estimate, double.NaN, new(double.NaN, double.NaN, options.Confidence), options.Resamples, sorted);
        }

        double mean = sorted.Average();
        double error = sorted.Length < 2 ? double.NaN : Math.Sqrt(sorted.Sum(r => (r - mean) * (r - mean)) / (sorted.Length - 1));
        return new(estimate, error, new(Quantile(sorted, low), Quantile(sorted, high), options.Confidence), options.Resamples - sorted.Length, sorted);
    }

    // The levels at which quantiles are read; plain ones where the replicates show no bias that could be measured.
    private static (double Low, double High) Levels(double estimate, double[] sorted, double tail, Func<double[]> jackknife)
    {
        // A resample's statistic that is the estimate's but for the order of its sums is equal to it.
        double rounding = 1e-12 * Math.Max(Math.Abs(sorted[0]), Math.Abs(sorted[^1]));
        double below = sorted.Sum(r => Math.Abs(r - estimate) <= rounding ? 0.5 : r < estimate ? 1 : 0) / sorted.Length;
        if (!(below > 0 && below < 1) || sorted[^1] - sorted[0] <= rounding)
        {
            return (tail, 1 - tail);
        }

        double bias = Normal.InvCDF(0, 1, below), acceleration = Acceleration(jackknife()), z = Normal.InvCDF(0, 1, 1 - tail);
        double Level(double side) => Normal.CDF(0, 1, bias + ((bias + side) / (1 - (acceleration * (bias + side)))));
        return (Level(-z), Level(z));
    }

    private static double Acceleration(double[] left)
    {
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

    private static double Quantile(double[] sorted, double probability)
    {
        double at = probability * (sorted.Length - 1);
        int below = (int)Math.Floor(at);
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]));
    }
}
