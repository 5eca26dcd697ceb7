using AiInfra.Metrics.Classification;

namespace AiInfra.Metrics.Curves;

/// <summary>The precision-recall curve, one point a distinct score from the highest down, after the point (0, 1) by convention. A step curve: do not interpolate; the area under straight lines flatters, average precision does not.</summary>
public static class PrecisionRecallCurve
{
    /// <summary>The curve of columns. Without a positive row the recall is NaN: there is no curve.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a score is not finite or a weight negative; the message names the first index.</exception>
    public static IReadOnlyList<CurvePoint> Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default) => Of(RankedScores.Of(truth, scores, weights));

    /// <summary>The curve of ranked scores.</summary>
    public static IReadOnlyList<CurvePoint> Of(RankedScores ranked)
    {
        List<BinaryCounts> counts = OperatingPoints.Counts(ranked, out List<double> thresholds);
        return [new(0, 1, double.PositiveInfinity), .. counts.Select((c, i) => new CurvePoint(c.TruePositives / ranked.PositiveWeight, c.Precision, thresholds[i]))];
    }
}
