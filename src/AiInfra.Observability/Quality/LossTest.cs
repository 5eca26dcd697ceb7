using AiInfra.Metrics.Statistics;

namespace AiInfra.Observability.Quality;

/// <summary>One-sided tests of "the loss has not risen".</summary>
internal static class LossTest
{
    /// <summary>The chance of a rise at least so large without a change. Effective rows are rounded down.</summary>
    /// <param name="baseline">The losses before.</param>
    /// <param name="loss">Mean loss now.</param>
    /// <param name="deviation">Its standard deviation.</param>
    /// <param name="rows">Effective rows now.</param>
    /// <param name="isShare">Whether losses are 0 or 1.</param>
    public static double PValue(QualityBaseline baseline, double loss, double deviation, double rows, bool isShare)
    {
        if (isShare)
        {
            // Valid for few errors too, where the normal approximation is not.
            long now = Math.Max(1, (long)rows), before = Math.Max(1, (long)baseline.Rows);
            return ProportionTest.FisherExact((long)Math.Round(loss * now), now, (long)Math.Round(baseline.Loss * before), before, PairedAlternative.Greater).PValue;
        }

        return double.IsFinite(loss) && double.IsFinite(deviation)
            ? TwoSample.WelchT(loss, deviation * deviation, Math.Max(2, (long)rows), baseline.Loss, baseline.Deviation * baseline.Deviation, Math.Max(2, (long)baseline.Rows), PairedAlternative.Greater).PValue
            : loss > baseline.Loss ? 0 : 1;
    }
}
