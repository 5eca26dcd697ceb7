using AiInfra.Core.Rows;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Text;

/// <summary>Two systems on the same segments.</summary>
/// <param name="Baseline">Score of the first, with its bootstrap interval.</param>
/// <param name="System">Score of the other, with its bootstrap interval.</param>
/// <param name="Difference">System minus baseline.</param>
/// <param name="Interval">Percentile interval of the difference; segments are drawn for both systems together.</param>
/// <param name="BootstrapPValue">Two-sided p-value of the paired bootstrap (Koehn 2004), with the resampled differences moved to zero as in sacrebleu. 1 where nothing differs.</param>
/// <param name="RandomizationPValue">Two-sided p-value of approximate randomisation (Riezler and Maxwell 2005): in each trial the two systems swap each segment with the chance of one half. 1 where nothing differs. Prefer it.</param>
public sealed record TextComparison(Score Baseline, Score System, double Difference, ConfidenceInterval Interval, double BootstrapPValue, double RandomizationPValue)
{
    // Sums in another order differ in the last digits; such draws are as extreme.
    private const double Slack = 1e-10;

    /// <summary>Compares two metrics of one signature that have seen the same segments in the same order.</summary>
    /// <param name="baseline">What the first system got.</param>
    /// <param name="system">What the other got.</param>
    /// <param name="options">How to resample.</param>
    /// <exception cref="ArgumentException">Signatures or counts differ, or nothing was added.</exception>
    /// <exception cref="InvalidOperationException">A metric does not keep its segments.</exception>
    public static TextComparison Of(TextMetric baseline, TextMetric system, TextComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(system);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Trials, "options.Trials");
        if (baseline.Signature != system.Signature || baseline.Count != system.Count || baseline.Count == 0)
        {
            throw new ArgumentException($"'{baseline.Signature}' over {baseline.Count} segments cannot be compared with '{system.Signature}' over {system.Count}; both need one signature and the same segments, one or more.", nameof(system));
        }

        double[] before = baseline.Rows(nameof(baseline)).ToArray(), after = system.Rows(nameof(system)).ToArray();
        var resampling = new BootstrapOptions { Resamples = options.Resamples, Seed = (ulong)(uint)options.Seed, Confidence = options.Confidence };
        BootstrapResult difference = Bootstrap.Percentile((int)baseline.Count, rows => system.Resampled(rows) - baseline.Resampled(rows), resampling);
        return new(
            baseline.Result(resampling),
            system.Result(resampling),
            difference.Estimate,
            difference.Interval,
            Shifted(difference),
            options.Trials == 0 ? double.NaN : Randomized(baseline, before, after, Math.Abs(difference.Estimate), options));
    }

    private static double Shifted(BootstrapResult difference)
    {
        double mean = difference.Replicates.Average(Math.Abs);
        int extreme = difference.Replicates.Count(d => Math.Abs(d) - mean >= Math.Abs(difference.Estimate) - Slack);
        return (extreme + 1.0) / (difference.Replicates.Count + 1);
    }

    private static double Randomized(TextMetric metric, double[] before, double[] after, double observed, TextComparisonOptions options)
    {
        int width = metric.Width, segments = before.Length / width, extreme = 0;
        double[] total = new double[width], first = new double[width], second = new double[width], between = new double[before.Length];
        for (int i = 0; i < before.Length; i++)
        {
            between[i] = after[i] - before[i];
            total[i % width] += before[i] + after[i];
            first[i % width] += before[i];
        }

        double[] start = [.. first];
        var random = new SplitMix64((uint)options.Seed);
        var coins = new ulong[(segments + 63) / 64];
        for (int trial = 0; trial < options.Trials; trial++)
        {
            for (int i = 0; i < coins.Length; i++)
            {
                coins[i] = random.Next();
            }

            start.CopyTo(first, 0);
            for (int s = 0; s < segments; s++)
            {
                if ((coins[s >> 6] >> (s & 63) & 1) != 0)
                {
                    ReadOnlySpan<double> row = between.AsSpan(s * width, width);
                    for (int i = 0; i < row.Length; i++)
                    {
                        first[i] += row[i];
                    }
                }
            }

            for (int i = 0; i < width; i++)
            {
                second[i] = total[i] - first[i];
            }

            extreme += Math.Abs(metric.ValueOf(first) - metric.ValueOf(second)) >= observed - Slack ? 1 : 0;
        }

        return (extreme + 1.0) / (options.Trials + 1);
    }
}
