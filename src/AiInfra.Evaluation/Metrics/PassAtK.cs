namespace AiInfra.Evaluation.Metrics;

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
        double none = 1;
        for (int i = samples - correct + 1; i <= samples; i++)
        {
            none *= Math.Max(0, 1 - ((double)k / i));
        }

        return 1 - none;
    }

    /// <summary>The mean estimate over problems.</summary>
    /// <exception cref="ArgumentException">Lengths differ or there is no problem.</exception>
    public static Score Over(ReadOnlySpan<int> samples, ReadOnlySpan<int> correct, int k)
    {
        Guard.Columns(samples.Length, correct.Length, nameof(correct), default);
        var mean = default(RunningMean);
        for (int i = 0; i < samples.Length; i++)
        {
            mean.Add(Of(samples[i], correct[i], k));
        }

        return new("passAtK", mean.Mean, samples.Length, $"passAtK|k:{k}|version:1") { HigherIsBetter = true, Interval = mean.Interval(0.95) };
    }
}
