using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>Sets groups against each other or against all rows.</summary>
internal static class DisparityMaker
{
    public static Disparity Of(string of, DisparityMeasure measure, GroupComparison comparison, IReadOnlyList<GroupPart> parts, double overall, int leftOut, int questions, MetricFrameOptions options)
    {
        GroupPart[] defined = [.. parts.Where(p => !double.IsNaN(p.Value))];
        var notes = new List<string>();
        if (defined.Length == 1)
        {
            notes.Add($"only '{defined[0].Name}' has a value: nothing is compared");
        }

        if (leftOut > 0)
        {
            notes.Add($"{leftOut} small or empty {(leftOut == 1 ? "group is" : "groups are")} left out");
        }

        if (parts.Count > defined.Length)
        {
            notes.Add($"no value in {string.Join("; ", parts.Where(p => double.IsNaN(p.Value)).Take(5).Select(p => $"'{p.Name}' ({p.Count} rows)"))}");
        }

        GroupPart[] small = [.. defined.Where(p => p.Count < options.SmallBelow)];
        if (small.Length > 0)
        {
            notes.Add($"small: {string.Join("; ", small.Take(5).Select(p => $"'{p.Name}' ({p.Count} rows)"))}");
        }

        var disparity = new Disparity { Of = of, Measure = measure, Comparison = comparison, Value = double.NaN, Undefined = parts.Count - defined.Length, Notes = notes };
        if (defined.Length == 0)
        {
            return disparity;
        }

        disparity = comparison == GroupComparison.Between ? Between(disparity, defined, questions, options.Confidence) : ToOverall(disparity, defined, overall);
        return Array.TrueForAll(defined, p => p.Rate is not null) && defined.Length > 1
            ? disparity with { PValue = Math.Min(1, questions * RateTests.All([.. defined.Select(p => p.Rate!.Value)])) }
            : disparity;
    }

    private static Disparity Between(Disparity disparity, GroupPart[] parts, int questions, double confidence)
    {
        GroupPart lowest = parts.MinBy(p => p.Value)!, highest = parts.MaxBy(p => p.Value)!;
        return disparity with
        {
            Value = disparity.Measure == DisparityMeasure.Difference ? highest.Value - lowest.Value : lowest.Value / highest.Value,
            Lowest = lowest.Name,
            Highest = highest.Name,
            Interval = Simultaneous(disparity.Measure, parts, questions, confidence),
        };
    }

    private static Disparity ToOverall(Disparity disparity, GroupPart[] parts, double overall)
    {
        double Off(GroupPart part)
        {
            double ratio = part.Value / overall;
            return disparity.Measure == DisparityMeasure.Difference ? -Math.Abs(part.Value - overall) : ratio <= 1 ? ratio : 1 / ratio;
        }

        GroupPart[] comparable = [.. parts.Where(p => !double.IsNaN(Off(p)))];
        if (comparable.Length == 0)
        {
            return disparity;
        }

        GroupPart farthest = comparable.MinBy(Off)!;
        return disparity with
        {
            Value = Math.Abs(Off(farthest)),
            Lowest = farthest.Name,
            Highest = "(overall)",
        };
    }

    // With all pairs covered at once, the largest of the lower ends is below the true largest difference, and the largest of the upper ends above it; of ratios, the smallest.
    private static ConfidenceInterval? Simultaneous(DisparityMeasure measure, GroupPart[] parts, int questions, double confidence)
    {
        int pairs = parts.Length * (parts.Length - 1) / 2;
        if (pairs == 0)
        {
            return null;
        }

        double each = 1 - ((1 - confidence) / ((double)pairs * questions));
        ConfidenceInterval?[] intervals = Array.ConvertAll(parts, p => p.Interval(each));
        if (Array.Exists(intervals, i => i is not { } known || !double.IsFinite(known.Low) || !double.IsFinite(known.High)))
        {
            return null;
        }

        bool difference = measure == DisparityMeasure.Difference;
        if (!difference && Array.Exists(parts, p => p.Value < 0))
        {
            return null;
        }

        double low = difference ? 0 : 1, high = difference ? 0 : 1;
        for (int i = 0; i < parts.Length; i++)
        {
            for (int j = 0; j < parts.Length; j++)
            {
                if (i == j || (!difference && parts[j].Value == 0))
                {
                    continue;
                }

                (double l, double h) = difference
                    ? GapIntervals.Difference(parts[i].Value, intervals[i]!.Value, parts[j].Value, intervals[j]!.Value)
                    : GapIntervals.Ratio(parts[i].Value, intervals[i]!.Value, parts[j].Value, intervals[j]!.Value);
                (low, high) = difference ? (Math.Max(low, l), Math.Max(high, h)) : (Math.Min(low, l), Math.Min(high, h));
            }
        }

        return new(low, high, confidence);
    }
}
