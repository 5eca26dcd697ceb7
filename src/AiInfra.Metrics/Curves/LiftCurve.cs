using AiInfra.Metrics.Classification;

namespace AiInfra.Metrics.Curves;

/// <summary>Lift: how many times as many positives (Y) are among the called rows as among all, over the share of rows called (X), the highest scores first; it ends at (1, 1). Without a positive row Y is NaN.</summary>
public static class LiftCurve
{
    /// <summary>The curve of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a score is not finite or a weight negative; the message names the first index.</exception>
    public static IReadOnlyList<CurvePoint> Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default) => Of(RankedScores.Of(truth, scores, weights));

    /// <summary>The curve of ranked scores.</summary>
    public static IReadOnlyList<CurvePoint> Of(RankedScores ranked)
    {
        List<BinaryCounts> counts = OperatingPoints.Counts(ranked, out List<double> thresholds);
        double all = ranked.PositiveWeight + ranked.NegativeWeight;
        return [.. counts.Select((c, i) => new CurvePoint((c.TruePositives + c.FalsePositives) / all, c.Precision / (ranked.PositiveWeight / all), thresholds[i]))];
    }
}
