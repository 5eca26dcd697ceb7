using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Uncertainty;

/// <summary>Whether predicted quantiles hold: the share of truths at or below each, which should be its level.</summary>
public static class QuantileCalibration
{
    /// <summary>The observed share of each level, with Wilson's interval.</summary>
    /// <param name="truth">What came.</param>
    /// <param name="quantiles">The predicted quantiles, row by row: [rows, levels].</param>
    /// <param name="levels">Their levels, ascending between 0 and 1.</param>
    /// <param name="confidence">Confidence of the intervals.</param>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, or a number is not finite; the message names the first index.</exception>
    public static IReadOnlyList<Score> Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> quantiles, IEnumerable<double> levels, double confidence = 0.95)
    {
        double[] used = QuantileLevels.Checked(levels);
        Guard.Columns(truth.Length * used.Length, quantiles.Length, nameof(quantiles), default);
        Guard.Finite(truth, nameof(truth));
        Guard.Finite(quantiles, nameof(quantiles));
        var scores = new Score[used.Length];
        for (int k = 0; k < used.Length; k++)
        {
            int below = 0;
            for (int i = 0; i < truth.Length; i++)
            {
                below += truth[i] <= quantiles[(i * used.Length) + k] ? 1 : 0;
            }

            scores[k] = new("quantileCoverage", (double)below / truth.Length, truth.Length, MetricSignature.Of("quantileCoverage", FormattableString.Invariant($"level:{used[k]}")))
            {
                Interval = ProportionInterval.Wilson(below, truth.Length, confidence),
                HigherIsBetter = true,
            };
        }

        return scores;
    }
}
