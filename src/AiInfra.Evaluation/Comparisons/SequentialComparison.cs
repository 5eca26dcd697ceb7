using AiInfra.Metrics.Statistics;
using MathNet.Numerics.Distributions;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>The comparison that may be asked again after every row: it replays the rows in their order, so that the answer at any row is the one that watching would have given.</summary>
internal static class SequentialComparison
{
    private const double Power = 0.8;

    /// <summary>Watches the differences of two columns of losses.</summary>
    /// <param name="old">The champion's loss of each row.</param>
    /// <param name="young">The candidate's.</param>
    /// <param name="isShare">Whether losses are 0 or 1, so that their differences have bounds.</param>
    /// <param name="isMean">Whether differences are on the metric's scale.</param>
    /// <param name="options">The level is shared by both directions.</param>
    public static PairedFinding Of(double[] old, double[] young, bool isShare, bool isMean, ComparisonOptions options)
    {
        var sequential = new SequentialOptions { Alpha = 1 - options.Confidence, ExpectedRows = options.ExpectedRows, MinimumRows = options.MinimumRows };
        (Action<double> add, Func<SequentialResult> result) = Watch(isShare, sequential, -options.Margin);
        double better = 0, worse = 0, sum = 0, squares = 0;
        for (int i = 0; i < old.Length; i++)
        {
            double gain = old[i] - young[i];
            add(gain);
            sum += gain;
            squares += gain * gain;
            if (i + 1 < options.MinimumRows || Math.Max(better, worse) >= 1 / sequential.Alpha)
            {
                continue;                                       // what was decided stays decided
            }

            SequentialResult now = result();
            (better, worse) = now.Estimate > -options.Margin ? (Math.Max(better, now.EValue), worse) : (better, Math.Max(worse, now.EValue));
        }

        SequentialResult last = result();
        double n = old.Length, mean = sum / n, error = Math.Sqrt(Math.Max(0, (squares / n) - (mean * mean)) / (n - 1));

        // The sequence is wider than a fixed interval: the distance shrinks by as much, and the rows needed grow.
        double wide = (last.Interval.High - last.Interval.Low) / 2 / error, extra = Normal.InvCDF(0, 1, Power);
        double distance = (mean + options.Margin) / error * (Normal.InvCDF(0, 1, options.Confidence) + extra) / (wide + extra);
        return new(
            $"always-valid, {last.Method}",
            Math.Min(1, 1 / better),
            Math.Min(1, 1 / worse),
            isMean ? error : double.NaN,
            isMean ? last.Interval : null,
            0,
            distance);
    }

    private static (Action<double> Add, Func<SequentialResult> Result) Watch(bool isShare, SequentialOptions options, double nothing)
    {
        if (isShare && nothing > -1)
        {
            var bets = new BoundedMeanSequence(-1, 1, nothing, options);
            return (bets.Add, bets.Result);
        }

        var test = new SequentialMeanTest(options, nothing);
        return (test.Add, test.Result);
    }
}
