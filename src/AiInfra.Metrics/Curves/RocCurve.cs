using AiInfra.Metrics.Classification;

namespace AiInfra.Metrics.Curves;

/// <summary>The ROC curve: true positive rate over false positive rate, one point a distinct score, from (0, 0) to (1, 1).</summary>
public static class RocCurve
{
    /// <summary>The curve of columns. A rate without rows is NaN: with one class only there is no curve.</summary>
    /// <param name="truth">Whether the row is positive.</param>
    /// <param name="scores">Its score, on any scale.</param>
    /// <param name="weights">How much it counts; empty when all alike.</param>
    /// <param name="dropIntermediate">Whether points on a straight line between their neighbours are left out; the area stays the same.</param>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a score is not finite or a weight negative; the message names the first index.</exception>
    public static IReadOnlyList<CurvePoint> Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default, bool dropIntermediate = false) =>
        Of(RankedScores.Of(truth, scores, weights), dropIntermediate);

    /// <summary>The curve of ranked scores.</summary>
    public static IReadOnlyList<CurvePoint> Of(RankedScores ranked, bool dropIntermediate = false)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        var points = new List<CurvePoint> { new(0 / ranked.NegativeWeight, 0 / ranked.PositiveWeight, double.PositiveInfinity) };
        List<BinaryCounts> counts = OperatingPoints.Counts(ranked, out List<double> thresholds);
        for (int i = 0; i < counts.Count; i++)
        {
            if (dropIntermediate && i > 0 && i < counts.Count - 1 && IsStraight(counts[i - 1], counts[i], counts[i + 1]))
            {
                continue;
            }

            points.Add(new(counts[i].FalsePositives / ranked.NegativeWeight, counts[i].TruePositives / ranked.PositiveWeight, thresholds[i]));
        }

        return points;
    }

    // Equal steps before and after, as scikit-learn tells it: a straight line with unequal steps keeps its middle.
    private static bool IsStraight(in BinaryCounts before, in BinaryCounts here, in BinaryCounts after) =>
        here.FalsePositives - before.FalsePositives == after.FalsePositives - here.FalsePositives
        && here.TruePositives - before.TruePositives == after.TruePositives - here.TruePositives;
}
