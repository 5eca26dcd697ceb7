using AiInfra.Evaluation.Metrics;

namespace AiInfra.Evaluation.Curves;

/// <summary>What each threshold would decide.</summary>
internal static class OperatingPoints
{
    /// <summary>The counts at each distinct score, the highest first: rows with that score or more are called positive.</summary>
    public static List<BinaryCounts> Counts(RankedScores ranked, out List<double> thresholds)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        var counts = new List<BinaryCounts>();
        thresholds = [];
        double positives = 0, negatives = 0, p = ranked.PositiveWeight, n = ranked.NegativeWeight;
        foreach (RankedGroup group in ranked)
        {
            positives += group.Positive;
            negatives += group.Negative;
            counts.Add(new(positives, negatives, Math.Max(0, p - positives), Math.Max(0, n - negatives)));
            thresholds.Add(group.Score);
        }

        // All rows are called positive at the last: fractions of weights must not leave a rest.
        counts[^1] = new(p, n, 0, 0);
        return counts;
    }
}
