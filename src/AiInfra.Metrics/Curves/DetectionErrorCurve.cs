using AiInfra.Metrics.Classification;

namespace AiInfra.Metrics.Curves;

/// <summary>Detection error trade-off (Martin 1997): false negative rate (Y) over false positive rate (X), one point a distinct score from the highest down. Thresholds before the last without a false positive, and after the first without a false negative, are left out. Usually drawn on normal-deviate axes.</summary>
public static class DetectionErrorCurve
{
    /// <summary>The curve of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, one class is missing, a score is not finite or a weight negative; the message names the first index.</exception>
    public static IReadOnlyList<CurvePoint> Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default) => Of(RankedScores.Of(truth, scores, weights));

    /// <summary>The curve of ranked scores.</summary>
    /// <exception cref="ArgumentException">One class is missing.</exception>
    public static IReadOnlyList<CurvePoint> Of(RankedScores ranked)
    {
        List<BinaryCounts> counts = OperatingPoints.Counts(ranked, out List<double> thresholds);
        if (!ranked.HasBothClasses)
        {
            throw new ArgumentException($"Both errors are needed; there are {ranked.PositiveCount} positive rows and {ranked.NegativeCount} negative ones.", nameof(ranked));
        }

        int first = Math.Max(0, counts.FindLastIndex(c => c.FalsePositives == counts[0].FalsePositives));
        int last = counts.FindIndex(c => c.FalseNegatives == 0);
        return [.. Enumerable.Range(first, Math.Max(0, last - first + 1)).Select(i => new CurvePoint(counts[i].FalsePositiveRate, 1 - counts[i].Recall, thresholds[i]))];
    }
}
