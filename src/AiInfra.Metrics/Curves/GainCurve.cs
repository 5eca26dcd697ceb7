using AiInfra.Metrics.Classification;

namespace AiInfra.Metrics.Curves;

/// <summary>Cumulative gain: which share of the positives (Y) is reached by calling which share of all rows (X), the highest scores first; from (0, 0) to (1, 1). Without a positive row Y is NaN.</summary>
public static class GainCurve
{
    /// <summary>The curve of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a score is not finite or a weight negative; the message names the first index.</exception>
    public static IReadOnlyList<CurvePoint> Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default) => Of(RankedScores.Of(truth, scores, weights));

    /// <summary>The curve of ranked scores.</summary>
    public static IReadOnlyList<CurvePoint> Of(RankedScores ranked)
    {
        List<BinaryCounts> counts = OperatingPoints.Counts(ranked, out List<double> thresholds);
        double all = ranked.PositiveWeight + ranked.NegativeWeight;
        return [new(0, 0, double.PositiveInfinity), .. counts.Select((c, i) => new CurvePoint((c.TruePositives + c.FalsePositives) / all, c.TruePositives / ranked.PositiveWeight, thresholds[i]))];
    }
}
