using AiInfra.Metrics.Classification;

namespace AiInfra.Metrics.Curves;

/// <summary>What each threshold would decide.</summary>
internal static class OperatingPoints
{
    /// <summary>The counts at each distinct score, the highest first: rows with that score or more are called positive.</summary>
    public static List<BinaryCounts> Counts(RankedScores ranked, out List<double> thresholds)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        var counts = new List<BinaryCounts>();
        thresholds = [];
        int lastPositive = 0, lastNegative = 0;
        double positives = 0, negatives = 0, p = ranked.PositiveWeight, n = ranked.NegativeWeight;
        foreach (RankedGroup group in ranked)
        {
            lastPositive = group.Positive > 0 ? counts.Count : lastPositive;
            lastNegative = group.Negative > 0 ? counts.Count : lastNegative;
            positives += group.Positive;
            negatives += group.Negative;
            counts.Add(new(positives, negatives, Math.Max(0, p - positives), Math.Max(0, n - negatives)));
            thresholds.Add(group.Score);
        }

        // From the lowest positive row on all of them are called, and from the lowest negative one all of those: fractions of weights must not leave a rest.
        for (int i = Math.Min(lastPositive, lastNegative); i < counts.Count; i++)
        {
            BinaryCounts c = counts[i];
            c = i >= lastPositive ? c with { TruePositives = p, FalseNegatives = 0 } : c;
            counts[i] = i >= lastNegative ? c with { FalsePositives = n, TrueNegatives = 0 } : c;
        }

        return counts;
    }
}
