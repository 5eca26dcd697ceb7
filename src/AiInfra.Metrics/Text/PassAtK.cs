using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Text;

/// <summary>Chance that at least one of k samples is correct, estimated without bias from n samples of which c are (Chen 2021): 1 - C(n - c, k) / C(n, k).</summary>
public static class PassAtK
{
    /// <summary>The estimate for one problem.</summary>
    /// <param name="samples">Samples drawn, n.</param>
    /// <param name="correct">Samples that are correct, c.</param>
    /// <param name="k">Samples a user would draw, at most n.</param>
    /// <exception cref="ArgumentOutOfRangeException">c is not in 0..n, or k not in 1..n: with fewer samples the estimate is undefined.</exception>
    public static double Of(int samples, int correct, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(correct);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(correct, samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, samples);
        double some = 0;
        for (int i = samples - correct + 1; i <= samples; i++)
        {
            // A chance is added to the chances before it; a small one would lose its digits as 1 - (1 - chance).
            some += Math.Min(1, (double)k / i) * (1 - some);
        }

        return some;
    }

    /// <summary>The mean estimate over problems, with Student's interval.</summary>
    /// <param name="samples">Samples drawn for each problem, n.</param>
    /// <param name="correct">Samples of each that are correct, c.</param>
    /// <param name="k">Samples a user would draw, at most the fewest drawn.</param>
    /// <exception cref="ArgumentException">Lengths differ or there is no problem.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A c is not in 0..n, or k not in 1..n; the message names the first problem.</exception>
    public static Score Of(ReadOnlySpan<int> samples, ReadOnlySpan<int> correct, int k)
    {
        if (samples.Length != correct.Length || samples.IsEmpty)
        {
            throw new ArgumentException($"There are samples of {samples.Length} problems and correct ones of {correct.Length}; as many are needed, one or more.", nameof(correct));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var mean = default(RunningMean);
        for (int i = 0; i < samples.Length; i++)
        {
            if (samples[i] < k)
            {
                throw new ArgumentOutOfRangeException(nameof(k), k, $"samples[{i}] is {samples[i]}, fewer than k, {k}: there the estimate is undefined.");
            }

            if (correct[i] < 0 || correct[i] > samples[i])
            {
                throw new ArgumentOutOfRangeException(nameof(correct), correct[i], $"correct[{i}] is {correct[i]} of {samples[i]} samples.");
            }

            mean.Add(Of(samples[i], correct[i], k));
        }

        return new("passAtK", mean.Mean, samples.Length, MetricSignature.Of("passAtK", $"k:{k}")) { HigherIsBetter = true, Interval = mean.Interval(0.95) };
    }
}
